package io.gossipdiscovery.integration;

import static io.gossipdiscovery.integration.Http.LIMIT;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestTemplate;

import java.util.stream.Stream;

/** The way from Eureka: applications with both, until none is left that has Eureka alone. */
@TestInstance(Lifecycle.PER_CLASS)
class EurekaMigrationTest {
    private static final String ONLY_EUREKA = "gossip.discovery.enabled=false";

    private final Running running = new Running();
    private String[] eureka = {};

    @BeforeAll
    void start() {
        String server =
                Running.port(
                        running.start(
                                "eureka-server",
                                EurekaServer.class,
                                ONLY_EUREKA,
                                "eureka.client.enabled=true",
                                "eureka.client.register-with-eureka=false",
                                "eureka.client.fetch-registry=false",
                                // Where its only peer is said to be, which so is itself.
                                "eureka.instance.hostname=localhost",
                                "eureka.server.use-read-only-response-cache=false",
                                "eureka.server.wait-time-in-ms-when-sync-empty=0"));
        eureka =
                new String[] {
                    "eureka.client.enabled=true",
                    // The embedded server's Jersey is on our class path; no client uses it.
                    "eureka.client.jersey.enabled=false",
                    "eureka.client.service-url.defaultZone=http://127.0.0.1:" + server + "/eureka/",
                    "eureka.client.registry-fetch-interval-seconds=1",
                    "eureka.client.initial-instance-info-replication-interval-seconds=0",
                    "eureka.client.should-unregister-on-shutdown=false",
                    "eureka.instance.prefer-ip-address=true",
                    "eureka.instance.ip-address=127.0.0.1",
                    "spring.cloud.loadbalancer.cache.ttl=1s"
                };
    }

    @AfterAll
    void close() {
        running.close();
    }

    @Test
    void anApplicationWithBothIsFoundByAllAndFindsAll() {
        ConfigurableApplicationContext old = start("old", true, ONLY_EUREKA);
        ConfigurableApplicationContext both = start("both", true);
        ConfigurableApplicationContext fresh = start("fresh", false);

        calls(both, old);
        calls(both, fresh);
        calls(old, both);
        calls(fresh, both);
    }

    @Test
    void aServiceMovesWhileItIsCalled() {
        ConfigurableApplicationContext caller = start("caller", true);
        ConfigurableApplicationContext old = start("shop", true, ONLY_EUREKA);
        calls(caller, old);

        ConfigurableApplicationContext moved = start("shop", false);

        // What gossip finds comes first where both have an answer.
        calls(caller, moved);
        old.close();
        calls(caller, moved);
    }

    private ConfigurableApplicationContext start(
            String name, boolean isWithEureka, String... properties) {
        return running.start(
                name,
                Shop.class,
                Stream.of(isWithEureka ? eureka : new String[0], properties)
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
    }

    /** Until a call of its name reaches that application. */
    private static void calls(
            ConfigurableApplicationContext caller, ConfigurableApplicationContext called) {
        String name = called.getEnvironment().getRequiredProperty("spring.application.name");
        RestTemplate client = caller.getBean(RestTemplate.class);
        String port = Running.port(called);
        await(name + " is called")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () ->
                                port.equals(
                                        client.getForObject(
                                                "http://" + name + "/port", String.class)));
    }

    /** Not with a RestClient.Builder: Eureka's client would take it for its own calls. */
    @Configuration(proxyBeanMethods = false)
    static class Shop extends ShopApplication {
        @Bean
        @LoadBalanced
        RestTemplate loadBalanced() {
            return new RestTemplate();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableEurekaServer
    static class EurekaServer {}
}
