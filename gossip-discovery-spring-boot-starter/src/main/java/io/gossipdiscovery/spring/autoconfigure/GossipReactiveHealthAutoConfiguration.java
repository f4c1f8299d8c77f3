package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.cloud.GossipReactiveDiscoveryClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.cloud.client.ConditionalOnDiscoveryHealthIndicatorEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.health.DiscoveryClientHealthIndicatorProperties;
import org.springframework.cloud.client.discovery.health.reactive.ReactiveDiscoveryClientHealthIndicator;
import org.springframework.context.annotation.Bean;

import reactor.core.publisher.Flux;

/** The health of the reactive discovery client, as every such client has it. */
@AutoConfiguration(
        after = GossipReactiveDiscoveryClientAutoConfiguration.class,
        before = ReactiveCommonsClientAutoConfiguration.class)
@ConditionalOnClass({
    Flux.class,
    ReactiveHealthIndicator.class,
    ReactiveDiscoveryClientHealthIndicator.class
})
@ConditionalOnBean(GossipReactiveDiscoveryClient.class)
@ConditionalOnDiscoveryHealthIndicatorEnabled
@EnableConfigurationProperties(DiscoveryClientHealthIndicatorProperties.class)
public final class GossipReactiveHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "gossipReactiveDiscoveryClientHealthIndicator")
    ReactiveDiscoveryClientHealthIndicator gossipReactiveDiscoveryClientHealthIndicator(
            GossipReactiveDiscoveryClient client,
            DiscoveryClientHealthIndicatorProperties properties) {
        return new ReactiveDiscoveryClientHealthIndicator(client, properties);
    }
}
