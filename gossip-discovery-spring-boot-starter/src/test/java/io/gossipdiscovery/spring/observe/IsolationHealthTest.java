package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.concurrent.atomic.AtomicBoolean;

/** What health says of a node that nobody answers any more. */
class IsolationHealthTest {
    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @ParameterizedTest
    @CsvSource({"UP", "OUT_OF_SERVICE", "DOWN", "CUT_OFF"})
    void itIsTheStatusOfTheApplicationsChoice(String status) {
        ConfigurableApplicationContext context =
                applications.start(
                        "shop",
                        new Class<?>[] {Applications.WebApplication.class, Cut.class},
                        "gossip.discovery.health.isolated-status=" + status);
        assertThat(status(context, "discoveryComposite", "gossip")).isEqualTo(Status.UP);

        context.getBean(AtomicBoolean.class).set(true);

        assertThat(status(context, "discoveryComposite", "gossip")).isEqualTo(new Status(status));
        assertThat(status(context, "liveness")).isEqualTo(Status.UP);
        assertThat(status(context, "readiness")).isEqualTo(Status.UP);
    }

    private static Status status(ConfigurableApplicationContext context, String... path) {
        return context.getBean(HealthEndpoint.class).healthForPath(path).getStatus();
    }

    /** The network cannot be cut in this test; that the node notices is tested in the core. */
    @Configuration(proxyBeanMethods = false)
    static class Cut {
        @Bean
        AtomicBoolean isCut() {
            return new AtomicBoolean();
        }

        @Bean
        GossipDiscoveryHealthIndicator cutOffIndicator(
                GossipNode node, GossipDiscoveryProperties properties, AtomicBoolean isCut) {
            return new GossipDiscoveryHealthIndicator(
                    node,
                    new Status(properties.health().isolatedStatus()),
                    life -> life.isIsolated() || isCut.get());
        }
    }
}
