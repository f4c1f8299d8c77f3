package io.gossipdiscovery.spring.test;

import io.gossipdiscovery.model.Instance;

import org.jspecify.annotations.Nullable;
import org.springframework.test.context.TestContextAnnotationUtils;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a test class asks for: which instances each of the other nodes offers. Compared by value, as
 * it is part of what Spring's cache knows a context by.
 *
 * @param instances one list a node
 */
record ClusterSpec(List<List<Instance>> instances) {
    private static final int MOST_NODES = 64;

    /** What the annotations of a test class say; null where it has no {@link GossipTest}. */
    static @Nullable ClusterSpec of(Class<?> testClass) {
        GossipTest test =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, GossipTest.class);
        Set<FakeInstance> fakes =
                TestContextAnnotationUtils.getMergedRepeatableAnnotations(
                        testClass, FakeInstance.class);
        if (test == null) {
            if (!fakes.isEmpty()) {
                throw wrong(testClass, "has @FakeInstance but no @GossipTest: add @GossipTest");
            }
            return null;
        }
        if (test.nodes() < 0 || test.nodes() > MOST_NODES) {
            throw wrong(
                    testClass,
                    "has @GossipTest(nodes = " + test.nodes() + "): write 0 to " + MOST_NODES);
        }
        List<List<Instance>> instances = new ArrayList<>();
        for (int i = 0; i < test.nodes(); i++) {
            instances.add(new ArrayList<>());
        }
        int turn = 0;
        for (FakeInstance fake : fakes) {
            int node = fake.node() < 0 ? turn++ % Math.max(1, test.nodes()) : fake.node();
            if (node >= test.nodes()) {
                throw wrong(
                        testClass,
                        "wants node "
                                + node
                                + " to offer a @FakeInstance of '"
                                + fake.service()
                                + "', but has @GossipTest(nodes = "
                                + test.nodes()
                                + "): raise nodes, the first is number 0");
            }
            instances.get(node).add(instance(testClass, fake));
        }
        return new ClusterSpec(instances.stream().map(List::copyOf).toList());
    }

    int nodes() {
        return instances.size();
    }

    private static Instance instance(Class<?> testClass, FakeInstance fake) {
        String id = fake.id().isEmpty() ? fake.service() + "-" + fake.port() : fake.id();
        Map<String, String> metadata = new TreeMap<>();
        for (String entry : fake.metadata()) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw wrong(
                        testClass,
                        "has a @FakeInstance with the metadata '" + entry + "': write name=value");
            }
            metadata.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        try {
            return Instance.of(fake.service(), id, fake.host(), fake.port())
                    .withSecure(fake.secure())
                    .withMetadata(metadata);
        } catch (IllegalArgumentException e) {
            throw wrong(testClass, "has a @FakeInstance that cannot be: " + e.getMessage());
        }
    }

    private static IllegalStateException wrong(Class<?> testClass, String what) {
        return new IllegalStateException(testClass.getName() + " " + what);
    }
}
