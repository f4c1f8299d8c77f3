package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.Drain;
import io.gossipdiscovery.spring.cloud.GossipServiceRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;

/** The service registry. It stands back where the application has another one. */
@AutoConfiguration(
        after = GossipDiscoveryAutoConfiguration.class,
        before = ServiceRegistryAutoConfiguration.class)
@ConditionalOnClass(ServiceRegistry.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "spring.cloud.service-registry.enabled", matchIfMissing = true)
public final class GossipServiceRegistryAutoConfiguration {

    @Bean
    @Fallback
    @ConditionalOnMissingBean
    GossipServiceRegistry gossipServiceRegistry(GossipNode node) {
        return new GossipServiceRegistry(node);
    }

    @Bean
    @ConditionalOnMissingBean
    Drain gossipDrain(
            GossipNode node, GossipDiscoveryProperties properties, Environment environment) {
        return new Drain(node, properties.shutdown().drain(), environment);
    }
}
