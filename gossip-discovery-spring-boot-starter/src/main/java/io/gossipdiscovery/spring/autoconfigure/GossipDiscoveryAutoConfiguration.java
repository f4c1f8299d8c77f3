package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.swim.Observer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The node: one in a tree of application contexts. */
@AutoConfiguration
@ConditionalOnGossipDiscoveryEnabled
@EnableConfigurationProperties(GossipDiscoveryProperties.class)
public final class GossipDiscoveryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipConfig gossipConfig(GossipDiscoveryProperties properties) {
        return ConfigMapping.toConfig(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    GossipNode gossipNode(
            GossipConfig config,
            GossipDiscoveryProperties properties,
            ObjectProvider<Observer> observers) {
        return new GossipNode(
                config, properties.shutdown().grace(), observers.orderedStream().toList());
    }
}
