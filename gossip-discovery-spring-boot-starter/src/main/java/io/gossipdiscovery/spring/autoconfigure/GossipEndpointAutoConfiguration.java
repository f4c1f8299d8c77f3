package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.observe.GossipEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator's endpoint {@code gossip}. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnAvailableEndpoint(GossipEndpoint.class)
public final class GossipEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipEndpoint gossipEndpoint(GossipNode node) {
        return new GossipEndpoint(node);
    }
}
