package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.Avoidance;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Overrides;
import io.gossipdiscovery.spring.observe.GossipEndpoint;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import java.util.Optional;

/** The actuator's endpoint {@code gossip}. */
@AutoConfiguration(after = GossipServiceRegistryAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnAvailableEndpoint(GossipEndpoint.class)
public final class GossipEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipEndpoint gossipEndpoint(
            GossipNode node,
            ObjectProvider<Overrides> overrides,
            ObjectProvider<Avoidance> avoidance) {
        return new GossipEndpoint(
                node,
                overrides.getIfUnique(() -> instance -> Optional.empty()),
                avoidance.getIfUnique(() -> instance -> false));
    }
}
