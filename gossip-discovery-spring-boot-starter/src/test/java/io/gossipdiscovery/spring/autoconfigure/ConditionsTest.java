package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.CatalogHeartbeat;
import io.gossipdiscovery.spring.cloud.ClientAnnouncement;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;
import io.gossipdiscovery.spring.cloud.GossipDiscoveryClient;
import io.gossipdiscovery.spring.cloud.GossipReactiveDiscoveryClient;
import io.gossipdiscovery.spring.cloud.GossipRegistration;
import io.gossipdiscovery.spring.cloud.GossipServiceRegistry;
import io.gossipdiscovery.spring.loadbalancer.AvoidingDiscoveryClient;
import io.gossipdiscovery.spring.loadbalancer.AvoidingReactiveDiscoveryClient;
import io.gossipdiscovery.spring.loadbalancer.CacheBypass;
import io.gossipdiscovery.spring.loadbalancer.CallOutcomes;
import io.gossipdiscovery.spring.loadbalancer.CallQuarantine;
import io.gossipdiscovery.spring.loadbalancer.LoadBalancerCacheEviction;
import io.gossipdiscovery.spring.observe.GossipDiscoveryHealthIndicator;
import io.gossipdiscovery.spring.observe.GossipEndpoint;
import io.gossipdiscovery.spring.observe.GossipInfoContributor;
import io.gossipdiscovery.spring.observe.ManagementMetadata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.health.reactive.ReactiveDiscoveryClientHealthIndicator;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Which beans there are under which conditions, next to those of Spring Cloud and the actuator. */
class ConditionsTest {
    private static final List<String> ORIGINS =
            List.of(
                    "io.gossipdiscovery.",
                    "org.springframework.cloud.client.",
                    "org.springframework.cloud.commons.",
                    "org.springframework.cloud.loadbalancer.config.Load");

    private static final AutoConfigurations AUTO_CONFIGURATIONS =
            AutoConfigurations.of(
                    ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                            .filter(name -> ORIGINS.stream().anyMatch(name::startsWith))
                            .map(name -> ClassUtils.resolveClassName(name, null))
                            .toArray(Class<?>[]::new));

    private static final String[] DEFAULTS = {
        "spring.application.name=shop",
        "gossip.discovery.bind.port=0",
        "gossip.discovery.seeds=",
        "gossip.discovery.cluster=test-" + UUID.randomUUID(),
        "gossip.discovery.shutdown.drain=0s",
        "eureka.client.enabled=false",
        "management.endpoints.web.exposure.include=*"
    };

    private final ApplicationContextRunner plain =
            new ApplicationContextRunner()
                    .withConfiguration(AUTO_CONFIGURATIONS)
                    .withPropertyValues(DEFAULTS);

    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner()
                    .withConfiguration(AUTO_CONFIGURATIONS)
                    .withPropertyValues(DEFAULTS);

    @Test
    void aWebApplicationHasEverything() {
        web.run(
                context ->
                        assertThat(context)
                                .hasNotFailed()
                                .hasSingleBean(GossipNode.class)
                                .hasSingleBean(GossipDiscoveryClient.class)
                                .hasSingleBean(GossipReactiveDiscoveryClient.class)
                                .hasSingleBean(CatalogHeartbeat.class)
                                .hasSingleBean(GossipServiceRegistry.class)
                                .hasSingleBean(GossipRegistration.class)
                                .hasSingleBean(GossipAutoServiceRegistration.class)
                                .hasSingleBean(LoadBalancerCacheEviction.class)
                                .hasSingleBean(CallQuarantine.class)
                                .hasSingleBean(CallOutcomes.class)
                                .hasSingleBean(GossipDiscoveryHealthIndicator.class)
                                .hasSingleBean(GossipEndpoint.class)
                                .hasSingleBean(GossipInfoContributor.class)
                                .doesNotHaveBean(ClientAnnouncement.class)
                                .doesNotHaveBean("gossipHealthIndicator"));
    }

    @Test
    void aReactiveWebApplicationIsAnnouncedToo() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(DEFAULTS)
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(GossipAutoServiceRegistration.class));
    }

    @Test
    void anApplicationWithoutWebServerOnlyLooks() {
        plain.withPropertyValues("spring.application.name=")
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(GossipDiscoveryClient.class)
                                        .hasSingleBean(GossipServiceRegistry.class)
                                        .hasSingleBean(ClientAnnouncement.class)
                                        .doesNotHaveBean(GossipRegistration.class)
                                        .doesNotHaveBean(GossipAutoServiceRegistration.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gossip.discovery.enabled", "spring.cloud.discovery.enabled"})
    void eachSwitchForAllSwitchesAllOff(String property) {
        web.withPropertyValues(property + "=false")
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            assertThat(context.getBeansOfType(Object.class).values())
                                    .extracting(bean -> bean.getClass().getPackageName())
                                    .noneMatch(name -> name.startsWith("io.gossipdiscovery"));
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "spring.cloud.discovery.blocking.enabled=false, GossipDiscoveryClient",
        "spring.cloud.discovery.reactive.enabled=false, GossipReactiveDiscoveryClient",
        "spring.cloud.service-registry.enabled=false, GossipServiceRegistry",
        "spring.cloud.service-registry.enabled=false, GossipRegistration",
        "spring.cloud.service-registry.auto-registration.enabled=false, GossipRegistration",
        "gossip.discovery.registration.enabled=false, GossipAutoServiceRegistration",
        "gossip.discovery.registration.enabled=false, ManagementMetadata",
        "gossip.discovery.observer=true, GossipRegistration",
        "gossip.discovery.observer=true, GossipAutoServiceRegistration",
        "gossip.discovery.observer=true, ManagementMetadata",
        "gossip.discovery.load-balancer.cache=leave, LoadBalancerCacheEviction",
        "gossip.discovery.load-balancer.cache=leave, CacheBypass",
        "gossip.discovery.load-balancer.cache=evict, CacheBypass",
        "gossip.discovery.load-balancer.quarantine.enabled=false, CallQuarantine",
        "gossip.discovery.load-balancer.quarantine.enabled=false, CallOutcomes",
        "spring.cloud.loadbalancer.enabled=false, CallOutcomes",
        "management.health.gossip.enabled=false, GossipDiscoveryHealthIndicator",
        "management.info.gossip.enabled=false, GossipInfoContributor",
        "management.info.defaults.enabled=false, GossipInfoContributor",
        "management.endpoint.gossip.access=NONE, GossipEndpoint"
    })
    void eachPartCanBeSwitchedOff(String property, String bean) {
        web.withPropertyValues(property)
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            assertThat(beanTypes(context))
                                    .contains("GossipNode")
                                    .doesNotContain(bean);
                        });
    }

    @ParameterizedTest
    @MethodSource
    void withoutAnOptionalLibraryOnlyItsPartIsMissing(Class<?> library, Class<?> part) {
        web.withClassLoader(new FilteredClassLoader(library))
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(GossipNode.class)
                                        .hasSingleBean(GossipServiceRegistry.class)
                                        .doesNotHaveBean(part));
    }

    static Stream<Arguments> withoutAnOptionalLibraryOnlyItsPartIsMissing() {
        return Stream.of(
                arguments(Flux.class, GossipReactiveDiscoveryClient.class),
                arguments(WebClient.class, GossipReactiveDiscoveryClient.class),
                arguments(LoadBalancerClientFactory.class, LoadBalancerCacheEviction.class),
                arguments(LoadBalancerCacheManager.class, LoadBalancerCacheEviction.class),
                arguments(LoadBalancerClientFactory.class, CallOutcomes.class),
                arguments(HealthIndicator.class, GossipDiscoveryHealthIndicator.class),
                arguments(
                        ReactiveHealthIndicator.class,
                        ReactiveDiscoveryClientHealthIndicator.class),
                arguments(Endpoint.class, GossipEndpoint.class),
                arguments(InfoContributor.class, GossipInfoContributor.class),
                arguments(ManagementPortType.class, ManagementMetadata.class),
                arguments(WebServerInitializedEvent.class, GossipAutoServiceRegistration.class));
    }

    @Test
    void healthStandsAloneWhereSpringCloudShowsNoClients() {
        web.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(GossipReactiveDiscoveryClient.class)
                                        .hasBean("gossipHealthIndicator"));
    }

    @Test
    void bypassingReplacesNoCacheAndEvictsAsWell() {
        web.withPropertyValues("gossip.discovery.load-balancer.cache=bypass")
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(CacheBypass.class)
                                        .hasSingleBean(LoadBalancerCacheEviction.class));
    }

    @Test
    void onlyTheLoadBalancersContextsHaveClientsThatAvoid() {
        plain.run(
                context -> {
                    assertThat(context)
                            .doesNotHaveBean(AvoidingDiscoveryClient.class)
                            .doesNotHaveBean(AvoidingReactiveDiscoveryClient.class);
                    LoadBalancerClientFactory clients =
                            context.getBean(LoadBalancerClientFactory.class);
                    assertThat(clients.getInstance("cart", DiscoveryClient.class))
                            .isInstanceOf(AvoidingDiscoveryClient.class);
                    assertThat(clients.getInstance("cart", ReactiveDiscoveryClient.class))
                            .isInstanceOf(AvoidingReactiveDiscoveryClient.class);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "spring.cloud.discovery.blocking.enabled=false, DiscoveryClient",
        "spring.cloud.discovery.reactive.enabled=false, ReactiveDiscoveryClient"
    })
    void theLoadBalancersContextsHaveNoClientThatTheApplicationLacks(
            String property, String client) {
        plain.withPropertyValues(property)
                .run(
                        context -> {
                            ServiceInstanceListSupplier supplier =
                                    context.getBean(LoadBalancerClientFactory.class)
                                            .getInstance("cart", ServiceInstanceListSupplier.class);
                            assertThat(supplier).isNotNull();
                            Class<?> type =
                                    client.equals("DiscoveryClient")
                                            ? AvoidingDiscoveryClient.class
                                            : AvoidingReactiveDiscoveryClient.class;
                            assertThat(
                                            context.getBean(LoadBalancerClientFactory.class)
                                                    .getInstances("cart", type))
                                    .isEmpty();
                        });
    }

    @Test
    void everyBeanGivesWayToTheApplicationsOwn() {
        web.withUserConfiguration(OwnBeans.class)
                .run(
                        context -> {
                            assertThat(context).hasNotFailed().hasSingleBean(GossipNode.class);
                            assertThat(context.getBean(GossipNode.class).config().cluster())
                                    .isEqualTo("own");
                            assertThat(context.getBean(GossipDiscoveryClient.class).getOrder())
                                    .isEqualTo(42);
                        });
    }

    @Test
    void aChildContextSharesTheNodeOfItsParent() {
        plain.run(
                parent ->
                        plain.withParent(parent)
                                .run(
                                        child -> {
                                            assertThat(child).hasNotFailed();
                                            assertThat(child.getBean(GossipNode.class))
                                                    .isSameAs(parent.getBean(GossipNode.class));
                                            assertThat(
                                                            child.getBeanFactory()
                                                                    .containsLocalBean(
                                                                            "gossipNode"))
                                                    .isFalse();
                                        }));
    }

    @Test
    void theClientIsAskedAmongTheOthersInItsOrder() {
        plain.withPropertyValues("gossip.discovery.order=-5")
                .run(
                        context -> {
                            CompositeDiscoveryClient composite =
                                    (CompositeDiscoveryClient)
                                            context.getBean(DiscoveryClient.class);
                            assertThat(composite.getDiscoveryClients().get(0))
                                    .isSameAs(context.getBean(GossipDiscoveryClient.class));
                        });
    }

    private static List<String> beanTypes(ApplicationContext context) {
        return context.getBeansOfType(Object.class).values().stream()
                .map(bean -> bean.getClass().getSimpleName())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {
        @Bean
        GossipConfig ownConfig() {
            return GossipConfig.local().cluster("own").build();
        }

        @Bean
        GossipNode ownNode(GossipConfig config, GossipDiscoveryProperties properties) {
            return new GossipNode(config, Duration.ofSeconds(1), List.of());
        }

        @Bean
        GossipDiscoveryClient ownClient(GossipNode node) {
            return new GossipDiscoveryClient(node, 42);
        }
    }
}
