package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.loadbalancer.AvoidingDiscoveryClient;
import io.gossipdiscovery.spring.loadbalancer.AvoidingReactiveDiscoveryClient;
import io.gossipdiscovery.spring.loadbalancer.CallQuarantine;
import io.gossipdiscovery.spring.loadbalancer.CallableInstances;
import io.gossipdiscovery.spring.loadbalancer.LiveInstances;
import io.gossipdiscovery.spring.loadbalancer.PresentInstances;
import io.gossipdiscovery.spring.loadbalancer.TouchedServices;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplierBuilder;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.loadbalancer.support.LoadBalancerEnvironmentPropertyUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What is ours in the context that Spring Cloud LoadBalancer makes for each service that is called.
 * There, and only there, discovery clients leave out what nobody can call and what this application
 * avoids; and health checks, where the application wants them, stand on a live list.
 */
@Configuration(proxyBeanMethods = false)
public final class GossipLoadBalancerClientConfiguration {

    /** Where services are found by the reactive client, which Spring prefers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnReactiveDiscoveryEnabled
    @Order(1)
    static final class Reactive {

        @Bean
        @Primary
        @ConditionalOnBean(ReactiveDiscoveryClient.class)
        ReactiveDiscoveryClient avoidingReactiveDiscoveryClient(
                ApplicationContext context, ObjectProvider<CallQuarantine> quarantine) {
            return new AvoidingReactiveDiscoveryClient(
                    parentOf(context).getBean(ReactiveDiscoveryClient.class),
                    new CallableInstances(quarantine.getIfAvailable()));
        }

        @Bean
        @ConditionalOnBean(
                value = ReactiveDiscoveryClient.class,
                type = "org.springframework.web.reactive.function.client.WebClient$Builder")
        @ConditionalOnMissingBean
        @Conditional(HealthChecksWanted.class)
        ServiceInstanceListSupplier liveHealthCheckedInstances(
                ConfigurableApplicationContext context) {
            return healthChecked(
                    context,
                    ServiceInstanceListSupplierBuilder::withDiscoveryClient,
                    ServiceInstanceListSupplierBuilder::withHealthChecks);
        }
    }

    /** Where they are found by the blocking client. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBlockingDiscoveryEnabled
    @Order(2)
    static final class Blocking {

        @Bean
        @Primary
        @ConditionalOnBean(DiscoveryClient.class)
        DiscoveryClient avoidingDiscoveryClient(
                ApplicationContext context, ObjectProvider<CallQuarantine> quarantine) {
            return new AvoidingDiscoveryClient(
                    parentOf(context).getBean(DiscoveryClient.class),
                    new CallableInstances(quarantine.getIfAvailable()));
        }

        @Bean
        @ConditionalOnBean(
                value = DiscoveryClient.class,
                type = "org.springframework.web.client.RestTemplate")
        @ConditionalOnMissingBean
        @Conditional(HealthChecksWanted.class)
        ServiceInstanceListSupplier liveHealthCheckedInstances(
                ConfigurableApplicationContext context) {
            return healthChecked(
                    context,
                    ServiceInstanceListSupplierBuilder::withBlockingDiscoveryClient,
                    ServiceInstanceListSupplierBuilder::withBlockingHealthChecks);
        }

        @Bean
        @ConditionalOnBean(
                value = DiscoveryClient.class,
                type = "org.springframework.web.client.RestClient")
        @ConditionalOnMissingBean
        @Conditional(HealthChecksWanted.class)
        ServiceInstanceListSupplier liveRestClientHealthCheckedInstances(
                ConfigurableApplicationContext context) {
            return healthChecked(
                    context,
                    ServiceInstanceListSupplierBuilder::withBlockingDiscoveryClient,
                    ServiceInstanceListSupplierBuilder::withBlockingRestClientHealthChecks);
        }
    }

    /** The same chain as Spring's, with what is live below the checks and what is gone above. */
    private static ServiceInstanceListSupplier healthChecked(
            ConfigurableApplicationContext context,
            UnaryOperator<ServiceInstanceListSupplierBuilder> discovery,
            UnaryOperator<ServiceInstanceListSupplierBuilder> checks) {
        ServiceInstanceListSupplier present =
                discovery.apply(ServiceInstanceListSupplier.builder()).build(context);
        ServiceInstanceListSupplierBuilder live =
                ServiceInstanceListSupplier.builder()
                        .withBase(present)
                        .with(
                                (child, delegate) ->
                                        new LiveInstances(
                                                delegate,
                                                child.getBean(TouchedServices.class),
                                                refetchInterval(child, delegate)));
        return checks.apply(live)
                .with((child, delegate) -> new PresentInstances(delegate, present))
                .build(context);
    }

    /** How often the application wants to ask all discovery clients again, or null for never. */
    private static @Nullable Duration refetchInterval(
            ApplicationContext context, ServiceInstanceListSupplier supplier) {
        LoadBalancerProperties.HealthCheck settings =
                context.getBean(LoadBalancerClientFactory.class)
                        .getProperties(supplier.getServiceId())
                        .getHealthCheck();
        return settings.getRefetchInstances() ? settings.getRefetchInstancesInterval() : null;
    }

    private static ApplicationContext parentOf(ApplicationContext context) {
        return Objects.requireNonNull(
                context.getParent(), "a load balancer's context has a parent");
    }

    /** Whether {@code spring.cloud.loadbalancer.configurations} asks for health checks. */
    static final class HealthChecksWanted implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return LoadBalancerEnvironmentPropertyUtils.equalToForClientOrDefault(
                    context.getEnvironment(), "configurations", "health-check");
        }
    }
}
