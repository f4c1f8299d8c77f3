package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.event.ServiceInstancesChangedEvent;
import io.gossipdiscovery.spring.observe.GossipDiscoveryHealthIndicator;
import io.gossipdiscovery.spring.observe.GossipEndpoint;
import io.gossipdiscovery.spring.observe.GossipReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An application that only looks on, beside one that is there. */
class ObserverApplicationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String EXPOSED = "management.endpoints.web.exposure.include=gossip";

    private final Applications applications = new Applications();
    private ConfigurableApplicationContext shop;
    private ConfigurableApplicationContext watcher;

    @BeforeEach
    void start() {
        shop = applications.start("shop", EXPOSED);
        watcher =
                applications.start(
                        "watcher",
                        new Class<?>[] {Applications.WebApplication.class, Ears.class},
                        "gossip.discovery.observer=true",
                        EXPOSED);
    }

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void itFindsOthersAndIsFoundByNobody() {
        await().atMost(LIMIT).until(() -> !found("shop").isEmpty());
        assertThat(
                        watcher.getBean(GossipReactiveDiscoveryClient.class)
                                .getInstances("shop")
                                .collectList()
                                .block(LIMIT))
                .hasSize(1);
        await().atMost(LIMIT).until(() -> watcher.getBean(Ears.class).heard.contains("shop"));
        assertThat(watcher.getBeanProvider(GossipRegistration.class).getIfAvailable()).isNull();
        assertThat(shop.getBean(GossipDiscoveryClient.class).getServices()).containsExactly("shop");
        GossipReport report = shop.getBean(GossipEndpoint.class).report();
        assertThat(report.members()).hasSize(1);
        assertThat(report.self().observer()).isFalse();
    }

    @Test
    void endpointAndHealthSayWhatItIs() {
        await().atMost(LIMIT).until(() -> !found("shop").isEmpty());
        GossipReport report = watcher.getBean(GossipEndpoint.class).report();
        assertThat(report.self().observer()).isTrue();
        assertThat(report.members())
                .extracting(GossipReport.MemberReport::id)
                .containsExactly(shop.getBean(GossipNode.class).discovery().self().toString());
        var health = watcher.getBean(GossipDiscoveryHealthIndicator.class).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("observer", true);
    }

    @Test
    void whatIsRegisteredByHandIsRefusedAndTheTextNamesTheSetting() {
        GossipRegistration registration =
                new GossipRegistration(Instance.of("tool", "tool-1", "127.0.0.1", 8080));
        assertThatThrownBy(
                        () -> watcher.getBean(GossipServiceRegistry.class).register(registration))
                .isInstanceOf(InvalidGossipPropertyException.class)
                .hasMessageContaining("gossip.discovery.observer")
                .hasMessageContaining("tool");
    }

    private List<?> found(String service) {
        return watcher.getBean(GossipDiscoveryClient.class).getInstances(service);
    }

    /** Hears which services changed. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Ears {
        final Set<String> heard = ConcurrentHashMap.newKeySet();

        @EventListener
        void changed(ServiceInstancesChangedEvent event) {
            heard.add(event.service());
        }
    }
}
