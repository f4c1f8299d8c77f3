package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.cloud.WebPorts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.client.RestClient;

import java.util.Map;

class ManagementMetadataTest {
    private static final Instance SHOP = Instance.of("shop", "shop-1", "10.0.0.7", 8080);

    private final Applications applications = new Applications();
    private final MockEnvironment environment =
            new MockEnvironment().withProperty("management.server.port", "8081");

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void metricsForPrometheusAreFoundWhereTheyAre() {
        ConfigurableApplicationContext context =
                start(
                        "management.server.port=0",
                        "management.server.base-path=/ops",
                        "management.endpoints.web.exposure.include=health,prometheus",
                        "management.endpoints.web.path-mapping.prometheus=metrics",
                        "management.endpoints.web.path-mapping.health=state");

        assertThat(metadata(context))
                .containsEntry("prometheus.scrape", "true")
                .containsEntry("prometheus.path", "/ops/actuator/metrics")
                .containsEntry(
                        "prometheus.port",
                        context.getEnvironment().getProperty("local.management.port"))
                .containsEntry("health.path", "state");
    }

    @Test
    void onTheApplicationsOwnPortTheyAreBelowItsContextPath() {
        ConfigurableApplicationContext context =
                start(
                        "server.servlet.context-path=/shop",
                        "spring.mvc.servlet.path=/api",
                        "management.endpoints.web.exposure.include=health,prometheus");

        assertThat(metadata(context))
                .containsEntry("prometheus.path", "/shop/api/actuator/prometheus")
                .containsEntry("management.context-path", "/shop/api/actuator")
                .containsEntry("prometheus.port", Integer.toString(Applications.port(context)))
                .containsEntry("contextPath", "/shop")
                .doesNotContainKeys("health.path", "management.scheme", "management.address");
        assertThat(
                        RestClient.create("http://127.0.0.1:" + Applications.port(context))
                                .get()
                                .uri(metadata(context).get("management.context-path") + "/health")
                                .retrieve()
                                .toBodilessEntity()
                                .getStatusCode()
                                .is2xxSuccessful())
                .isTrue();
    }

    @Test
    void metricsThatAreNotExposedAreNotAnnounced() {
        assertThat(metadata(start()))
                .doesNotContainKeys("prometheus.scrape", "prometheus.path", "prometheus.port");
    }

    @Test
    void anActuatorWithAnotherSchemeOrAddressIsToldSo() {
        assertThat(customized(SHOP)).doesNotContainKeys("management.scheme", "management.address");

        assertThat(customized(SHOP.withSecure(true))).containsEntry("management.scheme", "http");
        environment.setProperty("management.server.ssl.bundle", "ops");
        assertThat(customized(SHOP)).containsEntry("management.scheme", "https");
        environment.setProperty("management.server.address", "fd00::7");
        assertThat(customized(SHOP)).containsEntry("management.address", "[fd00:0:0:0:0:0:0:7]");
    }

    @Test
    void anActuatorThatOthersCannotReachIsNotPointedAt() {
        environment.setProperty("management.server.address", "127.0.0.1");
        assertThat(customized(SHOP)).doesNotContainKey("management.address");
        environment.setProperty("management.server.address", "0.0.0.0");
        assertThat(customized(SHOP)).doesNotContainKey("management.address");
    }

    private Map<String, String> customized(Instance instance) {
        WebPorts ports = new WebPorts(new GenericApplicationContext());
        return new ManagementMetadata(environment, ports, () -> null)
                .customize(instance)
                .metadata();
    }

    private ConfigurableApplicationContext start(String... properties) {
        return applications.start("shop", properties);
    }

    private static Map<String, String> metadata(ConfigurableApplicationContext context) {
        return context.getBean(Registration.class).getMetadata();
    }
}
