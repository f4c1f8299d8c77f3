package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.spring.Applications;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestTemplate;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** With {@code spring.main.lazy-initialization} whoever works unasked is there all the same. */
class LazyInitializationTest {
    /** They work when somebody asks for them, and not before. */
    private static final Set<String> ASKED =
            Set.of(
                    "callOutcomes", // by each load-balanced call
                    "gossipDiscoveryClient",
                    "gossipDiscoveryHealthIndicator",
                    "gossipEndpoint",
                    "gossipEnvironmentRefresh", // by the event of a refresh
                    "gossipFeatures",
                    "gossipReactiveDiscoveryClient");

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void whoeverWorksUnaskedIsCreated() {
        Set<String> eager = ours(start("spring.main.lazy-initialization=false"));
        Set<String> lazy = ours(start("spring.main.lazy-initialization=true"));

        assertThat(eager).contains("loadBalancerCacheEviction", "gossipGroupHealth");
        eager.removeAll(lazy);
        assertThat(ASKED).containsAll(eager);
    }

    private ConfigurableApplicationContext start(String property) {
        return applications.start(
                "shop",
                new Class<?>[] {Everything.class},
                property,
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.health.probes.enabled=true",
                "gossip.discovery.registration.health.group=readiness");
    }

    /** The beans of ours that are there when the application has started. */
    private static Set<String> ours(ConfigurableApplicationContext context) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        return Arrays.stream(beans.getSingletonNames())
                .filter(
                        name ->
                                beans.getSingleton(name)
                                        .getClass()
                                        .getName()
                                        .startsWith("io.gossipdiscovery.spring."))
                .filter(name -> !name.contains("AutoConfiguration") && !name.contains("Test"))
                .collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Everything {
        @Bean
        RestTemplate restTemplate() {
            return new RestTemplate();
        }
    }
}
