package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.cloud.GossipRegistration;
import io.gossipdiscovery.spring.cloud.GossipServiceRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.client.discovery.health.DiscoveryHealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How a real application's health group drives what is announced. */
class GroupHealthTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @ParameterizedTest
    @CsvSource({"DOWN, DOWN", "OUT_OF_SERVICE, OUT_OF_SERVICE", "BROKEN, DOWN"})
    void anIllGroupTakesTheInstanceOutUntilItIsWell(String health, ServiceStatus announced) {
        ConfigurableApplicationContext context =
                start(
                        "management.endpoint.health.group.callers.status.order="
                                + "broken,down,out-of-service,up",
                        "management.endpoint.health.group.callers.status.http-mapping.broken=500");
        Database database = context.getBean(Database.class);
        awaited(context, ServiceStatus.UP);

        database.status = new Status(health);
        awaited(context, announced);
        database.status = Status.UP;
        awaited(context, ServiceStatus.UP);
    }

    @Test
    void itIsNotUpBeforeItsHealthIsKnown() {
        Set<ServiceStatus> seen = ConcurrentHashMap.newKeySet();
        applications
                .start("observer")
                .getBean(GossipNode.class)
                .discovery()
                .watch(catalog -> statuses(catalog).forEach(seen::add));

        ConfigurableApplicationContext context = start("test.health=DOWN");
        await().atMost(LIMIT).until(() -> seen.contains(ServiceStatus.DOWN));
        assertThat(seen).doesNotContain(ServiceStatus.UP);

        context.getBean(Database.class).status = Status.UP;
        awaited(context, ServiceStatus.UP);
    }

    @Test
    void whatDoesNotLastIsNotAnnounced() {
        ConfigurableApplicationContext context =
                start("gossip.discovery.registration.health.debounce=1h");
        awaited(context, ServiceStatus.UP);
        Database database = context.getBean(Database.class);
        long version = context.getBean(GossipNode.class).catalog().version();

        database.status = Status.DOWN;
        int asked = database.asked.get();
        await().atMost(LIMIT).until(() -> database.asked.get() > asked + 20);

        assertThat(status(context)).containsExactly(ServiceStatus.UP);
        assertThat(context.getBean(GossipNode.class).catalog().version()).isEqualTo(version);
    }

    @Test
    void theHealthOfDiscoveryItselfDoesNotCount() {
        ConfigurableApplicationContext context =
                start("management.endpoint.health.group.callers.include=*", "test.discovery=DOWN");

        awaited(context, ServiceStatus.UP);
        int asked = context.getBean(Database.class).asked.get();
        await().atMost(LIMIT).until(() -> context.getBean(Database.class).asked.get() > asked + 20);
        assertThat(status(context)).containsExactly(ServiceStatus.UP);
    }

    @Test
    void reactiveHealthCountsToo() {
        ConfigurableApplicationContext context =
                start("management.endpoint.health.group.callers.include=queue", "test.queue=DOWN");

        awaited(context, ServiceStatus.DOWN);
    }

    @Test
    void readinessAndAnOperatorAreAskedFirst() {
        ConfigurableApplicationContext context = start();
        GossipServiceRegistry registry = context.getBean(GossipServiceRegistry.class);
        GossipRegistration registration = context.getBean(GossipRegistration.class);
        awaited(context, ServiceStatus.UP);

        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        awaited(context, ServiceStatus.OUT_OF_SERVICE);
        context.getBean(Database.class).status = Status.DOWN;
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        awaited(context, ServiceStatus.DOWN);
        registry.setStatus(registration, "UP");
        awaited(context, ServiceStatus.UP);
        registry.setStatus(registration, "CANCEL_OVERRIDE");
        awaited(context, ServiceStatus.DOWN);
    }

    @Test
    void itGoesOnWhenTheContextStopsAndStartsAgain() {
        ConfigurableApplicationContext context = start();
        awaited(context, ServiceStatus.UP);
        context.stop();
        context.getBean(Database.class).status = Status.DOWN;

        context.start();

        awaited(context, ServiceStatus.DOWN);
    }

    @Test
    void aGroupThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> start("gossip.discovery.registration.health.group=nonsense"))
                .rootCause()
                .isInstanceOf(InvalidGossipPropertyException.class)
                .hasMessageContaining("gossip.discovery.registration.health.group is 'nonsense'")
                .hasMessageContaining("no such health group");
    }

    private ConfigurableApplicationContext start(String... properties) {
        String[] defaults = {
            "management.endpoint.health.group.callers.include=database",
            "gossip.discovery.registration.health.group=callers",
            "gossip.discovery.registration.health.interval=10ms",
            "gossip.discovery.registration.health.debounce=50ms"
        };
        String[] all = Arrays.copyOf(defaults, defaults.length + properties.length);
        System.arraycopy(properties, 0, all, defaults.length, properties.length);
        return applications.start(
                "shop", new Class<?>[] {Applications.WebApplication.class, Checks.class}, all);
    }

    private static void awaited(ConfigurableApplicationContext context, ServiceStatus status) {
        await().atMost(LIMIT).until(() -> status(context), List.of(status)::equals);
    }

    private static List<ServiceStatus> status(ConfigurableApplicationContext context) {
        return statuses(context.getBean(GossipNode.class).catalog());
    }

    private static List<ServiceStatus> statuses(Catalog catalog) {
        return catalog.all("shop").stream()
                .map(Listing::instance)
                .map(instance -> instance.status())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Checks {
        @Bean
        Database database(Environment environment) {
            return new Database(environment.getProperty("test.health", "UP"));
        }

        @Bean
        ReactiveHealthIndicator queueHealthIndicator(Environment environment) {
            String status = environment.getProperty("test.queue", "UP");
            return () -> Mono.just(Health.status(status).build());
        }

        @Bean
        DiscoveryHealthIndicator otherDiscovery(Environment environment) {
            String status = environment.getProperty("test.discovery", "UP");
            return new DiscoveryHealthIndicator() {
                @Override
                public String getName() {
                    return "other";
                }

                @Override
                public Health health() {
                    return Health.status(status).build();
                }
            };
        }
    }

    /** Is as well as the test says. */
    static final class Database implements HealthIndicator {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile Status status;

        Database(String status) {
            this.status = new Status(status);
        }

        @Override
        public Health health() {
            asked.incrementAndGet();
            return Health.status(status).build();
        }
    }
}
