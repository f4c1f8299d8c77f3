package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.node.Network;
import io.gossipdiscovery.node.SeedSource;
import io.gossipdiscovery.spring.AwaitedCompany;
import io.gossipdiscovery.spring.Berth;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InetUtilsSettings;
import io.gossipdiscovery.swim.Observer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import java.util.List;

/** The node: one in a tree of application contexts. */
@AutoConfiguration
@ConditionalOnGossipDiscoveryEnabled
@EnableConfigurationProperties(GossipDiscoveryProperties.class)
public final class GossipDiscoveryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipConnectionDetails gossipConnectionDetails(GossipDiscoveryProperties properties) {
        return () -> ConfigMapping.seeds(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    GossipConfig gossipConfig(
            GossipDiscoveryProperties properties,
            ObjectProvider<GossipConnectionDetails> connections,
            Environment environment) {
        List<String> seeds =
                connections
                        .orderedStream()
                        .flatMap(connection -> connection.seeds().stream())
                        .distinct()
                        .toList();
        return ConfigMapping.toConfig(properties, seeds, InetUtilsSettings.of(environment));
    }

    @Bean
    @ConditionalOnMissingBean
    Berth gossipBerth(GossipConfig config) {
        return Berth.of(config);
    }

    @Bean
    @ConditionalOnMissingBean
    GossipNode gossipNode(
            GossipConfig config,
            Berth berth,
            GossipDiscoveryProperties properties,
            ObjectProvider<Network> network,
            ObjectProvider<SeedSource> seeds,
            ObjectProvider<Observer> observers) {
        return new GossipNode(
                config,
                berth,
                network.getIfAvailable(() -> Network.SOCKETS),
                seeds.orderedStream().toList(),
                properties.join(),
                properties.shutdown().grace(),
                observers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    AwaitedCompany gossipAwaitedCompany(GossipNode node, GossipDiscoveryProperties properties) {
        return new AwaitedCompany(node, properties.join().await());
    }
}
