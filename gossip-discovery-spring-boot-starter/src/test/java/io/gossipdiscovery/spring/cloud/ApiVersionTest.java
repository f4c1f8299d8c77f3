package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.loadbalancer.core.BlockingApiVersionServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ReactiveApiVersionServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ApiVersionInserter;
import org.springframework.web.client.RestClient;

import java.time.Duration;

/** Callers that ask for a version of an API get an instance that serves it. */
class ApiVersionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HEADER = "X-API-Version";

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aCallGoesToAnInstanceOfItsVersion(boolean reactive) {
        int one = start("1.0");
        int two = start("2.0");
        ConfigurableApplicationContext caller =
                applications.start(
                        "caller",
                        new Class<?>[] {Caller.class},
                        "spring.cloud.loadbalancer.configurations=api-version",
                        "spring.cloud.loadbalancer.api-version.header=" + HEADER,
                        "spring.cloud.discovery.reactive.enabled=" + reactive);
        DiscoveryClient discovery = caller.getBean(DiscoveryClient.class);
        await().atMost(LIMIT).until(() -> discovery.getInstances("shop").size() == 2);
        await().atMost(LIMIT).until(() -> answers(caller, "1.0") && answers(caller, "2.0"));

        for (int i = 0; i < 10; i++) {
            assertThat(call(caller, "1.0")).isEqualTo(one);
            assertThat(call(caller, "2.0")).isEqualTo(two);
        }
        assertThatThrownBy(() -> call(caller, "3.0")).hasMessageContaining("shop");
    }

    @Test
    void theKeyIsTheOneThatIsRead() {
        assertThat(InstanceMetadata.API_VERSION)
                .isEqualTo(BlockingApiVersionServiceInstanceListSupplier.API_VERSION)
                .isEqualTo(ReactiveApiVersionServiceInstanceListSupplier.API_VERSION);
    }

    private int start(String version) {
        return Applications.port(
                applications.start("shop", "gossip.discovery.instance.api-version=" + version));
    }

    private static boolean answers(ConfigurableApplicationContext caller, String version) {
        try {
            return call(caller, version) > 0;
        } catch (RuntimeException e) {
            return false; // not UP yet
        }
    }

    private static int call(ConfigurableApplicationContext caller, String version) {
        return Integer.parseInt(
                caller.getBean(RestClient.Builder.class)
                        .apiVersionInserter(ApiVersionInserter.useHeader(HEADER))
                        .build()
                        .get()
                        .uri("http://shop/port")
                        .apiVersion(version)
                        .retrieve()
                        .body(String.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Caller {
        @Bean
        @LoadBalanced
        RestClient.Builder restClientBuilder() {
            return RestClient.builder();
        }
    }
}
