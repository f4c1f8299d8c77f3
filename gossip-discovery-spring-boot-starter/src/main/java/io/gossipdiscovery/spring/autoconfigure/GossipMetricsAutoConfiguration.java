package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.observe.GossipMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The node's meters, where the application has a registry of meters. */
@AutoConfiguration(
        after = GossipDiscoveryAutoConfiguration.class,
        afterName =
                "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
@ConditionalOnBean({GossipNode.class, MeterRegistry.class})
@ConditionalOnGossipDiscoveryEnabled
public final class GossipMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipMeters gossipMeters(ObjectProvider<GossipNode> node) {
        return new GossipMeters(node::getObject); // the node asks for its observers first
    }
}
