package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Settings;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A real node alone on loopback, which sees what it offers itself. */
public final class SingleNode implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(30);

    final GossipNode node =
            new GossipNode(
                    ConfigMapping.toConfig(
                            Settings.of(
                                    "bind.port=0", "seeds=", "cluster=test-" + UUID.randomUUID())),
                    Duration.ofSeconds(1),
                    List.of());

    public SingleNode() {
        node.start();
    }

    /** The node, for tests elsewhere. */
    public GossipNode node() {
        return node;
    }

    /** Waits until the catalog lists a service as told. */
    void await(String service, Predicate<List<Listing>> expected) {
        Awaitility.await().atMost(LIMIT).until(() -> expected.test(node.catalog().all(service)));
    }

    @Override
    public void close() {
        node.close();
    }
}
