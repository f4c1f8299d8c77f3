package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;
import io.gossipdiscovery.spring.observe.GroupHealth;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.cloud.client.discovery.health.DiscoveryCompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/** Lets a health group have a say in the announced status. */
@AutoConfiguration(
        after = GossipAutoServiceRegistrationAutoConfiguration.class,
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration")
@ConditionalOnClass({HealthEndpoint.class, DiscoveryCompositeHealthContributor.class})
@ConditionalOnBean({GossipAutoServiceRegistration.class, HealthEndpointGroups.class})
@ConditionalOnProperty("gossip.discovery.registration.health.group")
public final class GossipGroupHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GroupHealth gossipGroupHealth(
            GossipAutoServiceRegistration registration,
            HealthContributorRegistry contributors,
            ObjectProvider<ReactiveHealthContributorRegistry> reactive,
            HealthEndpointGroups groups,
            GossipDiscoveryProperties properties,
            @Value("${gossip.discovery.registration.health.group}") String name) {
        ReactiveHealthContributorRegistry others = reactive.getIfAvailable();
        return new GroupHealth(
                registration,
                others == null
                        ? contributors
                        : HealthContributors.of(contributors, others.asHealthContributors()),
                groups,
                name,
                properties.registration().health());
    }
}
