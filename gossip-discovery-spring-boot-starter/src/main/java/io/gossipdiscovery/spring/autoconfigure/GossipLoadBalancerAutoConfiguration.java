package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.LoadBalancerCacheEviction;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerCacheAutoConfiguration;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;

/** Keeps Spring Cloud LoadBalancer's cache from remembering what the catalog has forgotten. */
@AutoConfiguration(
        after = {
            GossipDiscoveryAutoConfiguration.class,
            LoadBalancerAutoConfiguration.class,
            LoadBalancerCacheAutoConfiguration.class
        })
@ConditionalOnClass({LoadBalancerClientFactory.class, LoadBalancerCacheManager.class})
@ConditionalOnBean({GossipNode.class, LoadBalancerClientFactory.class})
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnProperty(
        name = "gossip.discovery.load-balancer.cache",
        havingValue = "evict",
        matchIfMissing = true)
public final class GossipLoadBalancerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LoadBalancerCacheEviction loadBalancerCacheEviction(
            GossipNode node, LoadBalancerClientFactory clients, BeanFactory beans) {
        // Looked up by hand, because that bean is no candidate for injection.
        return new LoadBalancerCacheEviction(
                node,
                clients,
                () -> beans.getBeanProvider(LoadBalancerCacheManager.class).getIfAvailable());
    }
}
