package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.observe.GossipDiscoveryHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.health.DiscoveryCompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The same health as a component of its own, where Spring Cloud does not show that of discovery
 * clients: its composite is switched off, or there is no blocking client.
 */
@AutoConfiguration(
        after = {GossipHealthAutoConfiguration.class, CommonsClientAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, DiscoveryCompositeHealthContributor.class})
@ConditionalOnBean(GossipDiscoveryHealthIndicator.class)
@ConditionalOnMissingBean(DiscoveryCompositeHealthContributor.class)
public final class GossipStandaloneHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "gossipHealthIndicator")
    HealthIndicator gossipHealthIndicator(GossipDiscoveryHealthIndicator indicator) {
        return indicator::health;
    }
}
