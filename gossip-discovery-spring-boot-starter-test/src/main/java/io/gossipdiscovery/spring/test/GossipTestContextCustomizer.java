package io.gossipdiscovery.spring.test;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.memory.GossipTestCluster;
import io.gossipdiscovery.memory.MemoryNetwork;

import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts a context into a cluster in memory: another {@code Network}, other seeds, and the nodes.
 * Everything else of the application stays as it is.
 *
 * @param spec what the cluster is made of
 */
record GossipTestContextCustomizer(ClusterSpec spec) implements ContextCustomizer {
    private static final String PREFIX = "gossip.discovery.";

    @Override
    public void customizeContext(
            ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("gossipTest", place()));
        sources.addLast(new MapPropertySource("gossipTestDefaults", timings()));
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
        MemoryNetwork network = new MemoryNetwork();
        add(
                registry,
                MemoryNetwork.class,
                new RootBeanDefinition(MemoryNetwork.class, () -> network));
        add(
                registry,
                OtherNodes.class,
                new RootBeanDefinition(
                        OtherNodes.class, () -> new OtherNodes(spec, network, context)));
        add(
                registry,
                GossipTestCluster.class,
                new RootBeanDefinition(
                        GossipTestCluster.class,
                        () -> context.getBean(OtherNodes.class).cluster()));
        add(registry, Calm.class, new RootBeanDefinition(Calm.class, Calm::new));
    }

    private static void add(
            BeanDefinitionRegistry registry, Class<?> type, RootBeanDefinition definition) {
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        // Spring customizes contexts that were processed ahead of time too: no need of code for it.
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
        registry.registerBeanDefinition(type.getName(), definition);
    }

    /** Where the node is, and whom it asks; over all that the application says. */
    private Map<String, Object> place() {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put(PREFIX + "enabled", true);
        place.put(PREFIX + "bind.address", "127.0.0.1");
        place.put(PREFIX + "bind.port", 0);
        place.put(PREFIX + "advertise.address", "");
        place.put(PREFIX + "advertise.port", 0);
        place.put(PREFIX + "advertise.interfaces", "");
        place.put(PREFIX + "advertise.networks", "");
        place.put(PREFIX + "seeds", String.join(",", GossipTestCluster.seeds(spec.nodes())));
        if (spec.nodes() == 0) { // nobody can come
            place.put(PREFIX + "join.required", false);
            place.put(PREFIX + "join.await", "0s");
        }
        return place;
    }

    /**
     * Quicker verdicts about the silent than any network would bear; the application may differ.
     */
    private static Map<String, Object> timings() {
        return Map.of(
                PREFIX + "suspicion.minimum", "500ms",
                PREFIX + "suspicion.maximum-factor", 2,
                PREFIX + "shutdown.drain", "100ms");
    }

    /** The application's node is told what all nodes of such a cluster are. */
    static final class Calm implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof GossipConfig config ? GossipTestCluster.forTests(config) : bean;
        }
    }
}
