package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.loadbalancer.CacheBypass;
import io.gossipdiscovery.spring.loadbalancer.CallOutcomes;
import io.gossipdiscovery.spring.loadbalancer.CallQuarantine;
import io.gossipdiscovery.spring.loadbalancer.LoadBalancerCacheEviction;
import io.gossipdiscovery.spring.loadbalancer.TouchedServices;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerCacheAutoConfiguration;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * Keeps Spring Cloud LoadBalancer from sending calls to instances that are gone, and learns from
 * those that failed.
 */
@AutoConfiguration(
        after = {
            GossipDiscoveryAutoConfiguration.class,
            LoadBalancerAutoConfiguration.class,
            LoadBalancerCacheAutoConfiguration.class
        })
@ConditionalOnClass({LoadBalancerClientFactory.class, LoadBalancerCacheManager.class})
@ConditionalOnBean({GossipNode.class, LoadBalancerClientFactory.class})
@ConditionalOnGossipDiscoveryEnabled
@LoadBalancerClients(defaultConfiguration = GossipLoadBalancerClientConfiguration.class)
public final class GossipLoadBalancerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TouchedServices touchedServices(GossipNode node) {
        return new TouchedServices(node);
    }

    /** Nobody asks for it, so that it must not wait to be asked for. */
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean
    @Conditional(CacheNotLeftAlone.class)
    LoadBalancerCacheEviction loadBalancerCacheEviction(
            TouchedServices touched, LoadBalancerClientFactory clients, BeanFactory beans) {
        // Looked up by hand, because that bean is no candidate for injection.
        return new LoadBalancerCacheEviction(
                touched,
                clients,
                () -> beans.getBeanProvider(LoadBalancerCacheManager.class).getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "gossip.discovery.load-balancer.cache", havingValue = "bypass")
    static CacheBypass loadBalancerCacheBypass() {
        return new CacheBypass();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(
            name = "gossip.discovery.load-balancer.quarantine.enabled",
            matchIfMissing = true)
    CallQuarantine callQuarantine(GossipDiscoveryProperties properties) {
        return new CallQuarantine(properties.loadBalancer().quarantine().duration());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(CallQuarantine.class)
    CallOutcomes callOutcomes(GossipNode node, CallQuarantine quarantine, TouchedServices touched) {
        return new CallOutcomes(node, quarantine, touched);
    }

    /** Eviction goes with bypassing too: what others found before must not hide ours. */
    static final class CacheNotLeftAlone extends NoneNestedConditions {
        CacheNotLeftAlone() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(name = "gossip.discovery.load-balancer.cache", havingValue = "leave")
        static final class Left {}
    }
}
