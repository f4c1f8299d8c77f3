package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipDiscoveryClient;
import io.gossipdiscovery.spring.cloud.InstanceFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.actuator.HasFeatures;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The blocking discovery client. */
@AutoConfiguration(
        after = GossipDiscoveryAutoConfiguration.class,
        before = {
            SimpleDiscoveryClientAutoConfiguration.class,
            CommonsClientAutoConfiguration.class
        })
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnBlockingDiscoveryEnabled
public final class GossipDiscoveryClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipDiscoveryClient gossipDiscoveryClient(
            GossipNode node,
            GossipDiscoveryProperties properties,
            ObjectProvider<InstanceFilter> filters) {
        return new GossipDiscoveryClient(
                node,
                properties.order(),
                properties.loadBalancer().suspects(),
                filters.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean(name = "gossipFeatures")
    HasFeatures gossipFeatures() {
        return HasFeatures.namedFeature(
                GossipDiscoveryClient.DESCRIPTION, GossipDiscoveryClient.class);
    }
}
