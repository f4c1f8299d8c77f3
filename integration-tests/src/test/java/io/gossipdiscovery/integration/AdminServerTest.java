package io.gossipdiscovery.integration;

import static io.gossipdiscovery.integration.Http.LIMIT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;

import de.codecentric.boot.admin.server.config.EnableAdminServer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import java.util.List;
import java.util.Map;

/** Spring Boot Admin lists what discovery finds, and asks the actuator where it is. */
class AdminServerTest {

    @Test
    void aServiceIsListedWithItsManagementPort() {
        try (Running running = new Running()) {
            String admin = Running.port(running.start("admin", Admin.class));
            ConfigurableApplicationContext shop =
                    running.start(
                            "shop",
                            ShopApplication.class,
                            "gossip.discovery.instance.tags.team=carts",
                            "management.endpoints.web.path-mapping.health=well",
                            "management.server.port=0",
                            "management.server.base-path=/manage");
            String management = shop.getEnvironment().getRequiredProperty("local.management.port");
            assertThat(management).isNotEqualTo(Running.port(shop));

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> {
                                List<Map<String, Object>> found =
                                        JsonPath.read(
                                                Http.get(admin, "/instances").body(),
                                                "$[?(@.registration.name == 'shop')]");
                                assertThat(found).hasSize(1);
                                String url =
                                        JsonPath.read(found.get(0), "$.registration.managementUrl");
                                String status = JsonPath.read(found.get(0), "$.statusInfo.status");
                                assertThat(url).contains(":" + management + "/manage");
                                String health =
                                        JsonPath.read(found.get(0), "$.registration.healthUrl");
                                assertThat(health)
                                        .endsWith(":" + management + "/manage/actuator/well");
                                String team = JsonPath.read(found.get(0), "$.tags.team");
                                assertThat(team).isEqualTo("carts");
                                assertThat(status).isEqualTo("UP");
                            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAdminServer
    static class Admin {}
}
