package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipDiscoveryClient;
import io.gossipdiscovery.spring.cloud.GossipReactiveDiscoveryClient;
import io.gossipdiscovery.spring.cloud.InstanceFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

import reactor.core.publisher.Flux;

/** The reactive discovery client, which answers the same as the blocking one. */
@AutoConfiguration(
        after = {
            GossipDiscoveryClientAutoConfiguration.class,
            ReactiveCompositeDiscoveryClientAutoConfiguration.class
        },
        before = ReactiveCommonsClientAutoConfiguration.class)
@ConditionalOnClass({Flux.class, ReactiveDiscoveryClient.class})
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnReactiveDiscoveryEnabled
public final class GossipReactiveDiscoveryClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipReactiveDiscoveryClient gossipReactiveDiscoveryClient(
            GossipNode node,
            GossipDiscoveryProperties properties,
            ObjectProvider<InstanceFilter> filters,
            ObjectProvider<GossipDiscoveryClient> blocking) {
        return new GossipReactiveDiscoveryClient(
                blocking.getIfAvailable(
                        () ->
                                new GossipDiscoveryClient(
                                        node,
                                        properties.order(),
                                        properties.loadBalancer().suspects(),
                                        filters.orderedStream().toList())));
    }
}
