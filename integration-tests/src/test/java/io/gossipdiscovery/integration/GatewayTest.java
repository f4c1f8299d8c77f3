package io.gossipdiscovery.integration;

import static io.gossipdiscovery.integration.Http.LIMIT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Spring Cloud Gateway makes its routes of what discovery finds. */
@TestInstance(Lifecycle.PER_CLASS)
class GatewayTest {
    private static final int CALLS = 20;

    private final Running running = new Running();
    private String gateway = "";

    @BeforeAll
    void start() {
        gateway =
                Running.port(
                        running.start(
                                WebApplicationType.REACTIVE,
                                "gateway",
                                Gateway.class,
                                "spring.cloud.gateway.server.webflux.enabled=true",
                                "spring.cloud.gateway.server.webflux.discovery.locator.enabled=true"));
    }

    @AfterAll
    void close() {
        running.close();
    }

    @Test
    void aServiceHasARouteAsSoonAsItIsThere() throws Exception {
        assertThat(ask("shop").statusCode()).isEqualTo(404);

        ConfigurableApplicationContext shop = running.start("shop", ShopApplication.class);

        await().atMost(LIMIT).until(() -> ask("shop").statusCode() == 200);
        assertThat(ask("shop").body()).isEqualTo(Running.port(shop));
    }

    @Test
    void aDeadInstanceIsCalledAtMostOnce() throws Exception {
        ConfigurableApplicationContext one = running.start("stock", ShopApplication.class);
        ConfigurableApplicationContext other = running.start("stock", ShopApplication.class);
        Set<String> both = Set.of(Running.port(one), Running.port(other));
        Set<String> answered = new HashSet<>();
        await().atMost(LIMIT)
                .until(
                        () -> {
                            answered.add(ask("stock").body());
                            return answered.containsAll(both);
                        });

        Running.kill(one);

        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            HttpResponse<String> answer = ask("stock");
            if (answer.statusCode() == 200) {
                assertThat(answer.body()).isEqualTo(Running.port(other));
            } else {
                refused.add(answer.statusCode());
            }
        }
        assertThat(refused).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theRouteGoesWithTheLastInstance() {
        ConfigurableApplicationContext shop = running.start("cart", ShopApplication.class);
        await().atMost(LIMIT).until(() -> ask("cart").statusCode() == 200);

        Running.kill(shop);

        await().atMost(LIMIT).until(() -> ask("cart").statusCode() == 404);
    }

    private HttpResponse<String> ask(String service) throws IOException, InterruptedException {
        return Http.get(gateway, "/" + service + "/port");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Gateway {}
}
