package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.observe.GossipDiscoveryHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.health.DiscoveryHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the node, which Spring Cloud shows with that of all discovery clients. */
@AutoConfiguration(
        after = GossipDiscoveryAutoConfiguration.class,
        before = CommonsClientAutoConfiguration.class)
@ConditionalOnClass({
    HealthIndicator.class,
    ConditionalOnEnabledHealthIndicator.class,
    DiscoveryHealthIndicator.class
})
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnEnabledHealthIndicator("gossip")
public final class GossipHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipDiscoveryHealthIndicator gossipDiscoveryHealthIndicator(
            GossipNode node, GossipDiscoveryProperties properties) {
        return new GossipDiscoveryHealthIndicator(
                node, new Status(properties.health().isolatedStatus()));
    }
}
