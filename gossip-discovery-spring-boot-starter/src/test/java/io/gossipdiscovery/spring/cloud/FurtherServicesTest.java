package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an application announces besides its web server, or without one; and its changes. */
class FurtherServicesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NO_WEB = "spring.main.web-application-type=none";
    private static final String[] GRPC = {
        "gossip.discovery.services[0].name=shop-grpc",
        "gossip.discovery.services[0].port=9090",
        "gossip.discovery.services[0].scheme=grpc"
    };

    private final Applications applications = new Applications();
    private ConfigurableApplicationContext observer;

    @BeforeEach
    void startObserver() {
        observer = start("observer", "gossip.discovery.registration.enabled=false");
    }

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void aFurtherServiceComesAndGoesWithTheApplication() {
        ConfigurableApplicationContext shop = start("shop", GRPC);
        awaited("shop", ServiceStatus.UP);
        Instance grpc = awaited("shop-grpc", ServiceStatus.UP);

        assertThat(grpc.port()).isEqualTo(9090);
        assertThat(grpc.id()).isEqualTo(shop.getBean(GossipRegistration.class).getInstanceId());
        assertThat(shop.getBean(Recorder.class).of(InstancePreRegisteredEvent.class))
                .extracting(event -> event.getRegistration().getServiceId())
                .containsExactly("shop", "shop-grpc");
        AvailabilityChangeEvent.publish(shop, ReadinessState.REFUSING_TRAFFIC);
        awaited("shop-grpc", ServiceStatus.OUT_OF_SERVICE);
        shop.close();
        await().atMost(LIMIT).until(() -> all("shop-grpc").isEmpty());
    }

    @Test
    void whileItStartsItCanBeSeenAndIsNotToBeCalled() {
        ConfigurableApplicationContext shop =
                applications.start(
                        "shop", new Class<?>[] {Applications.WebApplication.class, Slow.class});

        awaited("shop", ServiceStatus.UP);
        assertThat(shop.getBean(SlowRunner.class).seen).containsExactly(ServiceStatus.STARTING);
    }

    @Test
    void withoutAWebServerServicesAreAnnouncedAlone() {
        start("shop", NO_WEB, GRPC[0], GRPC[1]);

        awaited("shop-grpc", ServiceStatus.UP);
        assertThat(all("shop")).isEmpty();
    }

    @Test
    void withoutAWebServerItIsAnnouncedWhereItIsToldTo() {
        start("shop", NO_WEB, "gossip.discovery.registration.port=7000");
        start("worker", NO_WEB, "gossip.discovery.registration.port=0");

        assertThat(awaited("shop", ServiceStatus.UP).port()).isEqualTo(7000);
        assertThat(awaited("worker", ServiceStatus.UP).port()).isZero();
    }

    @Test
    void behindAPortMappingTheOuterPortIsAnnounced() {
        ConfigurableApplicationContext shop =
                start("shop", "gossip.discovery.registration.port=8443");

        assertThat(awaited("shop", ServiceStatus.UP).port()).isEqualTo(8443);
        assertThat(Applications.port(shop)).isNotEqualTo(8443);
    }

    @Test
    void aChangeOfTheEnvironmentTravelsAsOneUpdateAndNobodyLeaves() {
        ConfigurableApplicationContext shop = start("shop", GRPC);
        awaited("shop-grpc", ServiceStatus.UP);
        Instance before = awaited("shop", ServiceStatus.UP);
        NodeId self = shop.getBean(GossipNode.class).discovery().self();
        long version = offerVersion(self);
        MissingWitness witness = new MissingWitness();
        Subscription watch = observer.getBean(GossipNode.class).discovery().watch(witness::look);
        change(
                shop,
                Map.of(
                        "gossip.discovery.metadata.colour", "green",
                        "gossip.discovery.instance.weight", "7"));
        await().atMost(LIMIT).until(() -> all("shop").get(0).metadata().containsKey("colour"));
        watch.close();

        Map<String, String> expected = new HashMap<>(before.metadata());
        expected.putAll(Map.of("colour", "green", "weight", "7"));
        assertThat(all("shop")).containsExactly(before.withMetadata(expected));
        assertThat(offerVersion(self)).isEqualTo(version + 1);
        assertThat(shop.getBean(GossipNode.class).discovery().self()).isEqualTo(self);
        assertThat(witness.missed).isFalse();
    }

    @Test
    void servicesThatAppearAndVanishInTheEnvironmentAreAnnouncedAndTakenBack() {
        ConfigurableApplicationContext shop = start("shop", GRPC);
        awaited("shop-grpc", ServiceStatus.UP);

        change(
                shop,
                Map.of(
                        "gossip.discovery.services[0].name", "shop-admin",
                        "gossip.discovery.services[0].port", "9091"));

        awaited("shop-admin", ServiceStatus.UP);
        await().atMost(LIMIT).until(() -> all("shop-grpc").isEmpty());
    }

    @Test
    void whatAnOperatorTookBackStaysSoWhenTheEnvironmentChanges() {
        ConfigurableApplicationContext shop = start("shop");
        awaited("shop", ServiceStatus.UP);
        shop.getBean(GossipServiceRegistry.class)
                .deregister(shop.getBean(GossipRegistration.class));

        change(shop, Map.of("gossip.discovery.metadata.colour", "green"));

        assertThat(shop.getBean(GossipNode.class).discovery().registered()).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aChangeThatCannotBeAnnouncedChangesNothing(CapturedOutput output) {
        ConfigurableApplicationContext shop = start("shop");
        Instance before = awaited("shop", ServiceStatus.UP);

        change(shop, Map.of("gossip.discovery.instance.weight", "-1"));
        change(shop, Map.of("gossip.discovery.instance.weight", "many"));

        assertThat(output)
                .containsOnlyOnce("stays as it was: gossip.discovery.instance.weight is -1")
                .containsOnlyOnce("stays as it was: gossip.discovery.instance.weight cannot be");
        assertThat(shop.getBean(GossipNode.class).discovery().registered()).containsExactly(before);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void moreThanANodeMayOfferChangesNothing(CapturedOutput output) {
        ConfigurableApplicationContext shop = start("shop", GRPC);
        awaited("shop-grpc", ServiceStatus.UP);
        List<Instance> before = shop.getBean(GossipNode.class).discovery().registered();
        Map<String, String> tooMuch = tooMuch();
        tooMuch.put("gossip.discovery.metadata.colour", "green");

        change(shop, tooMuch);

        assertThat(output)
                .containsOnlyOnce("stays as it was: gossip.discovery.services cannot be announced");
        assertThat(shop.getBean(GossipNode.class).discovery().registered()).isEqualTo(before);
        AvailabilityChangeEvent.publish(shop, ReadinessState.REFUSING_TRAFFIC);
        awaited("shop-grpc", ServiceStatus.OUT_OF_SERVICE);
        assertThat(shop.getBean(GossipRegistration.class).getMetadata())
                .doesNotContainKey("colour");
    }

    @Test
    void moreThanANodeMayOfferStopsTheStartAndIsNamed() {
        String[] tooMuch =
                tooMuch().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new);

        assertThatThrownBy(() -> start("shop", tooMuch))
                .rootCause()
                .isInstanceOf(InvalidGossipPropertyException.class)
                .hasMessageContaining("gossip.discovery.services cannot be announced")
                .hasMessageContaining("65536 bytes");
    }

    /** Each of them may be, but not all together. */
    private static Map<String, String> tooMuch() {
        Map<String, String> services = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            String service = "gossip.discovery.services[" + i + "].";
            services.put(service + "name", "shop-" + i);
            services.put(service + "port", "9090");
            for (String name : List.of("a", "b", "c", "d")) {
                services.put(service + "metadata." + name, "x".repeat(1000));
            }
        }
        return services;
    }

    private ConfigurableApplicationContext start(String name, String... properties) {
        return applications.start(
                name, new Class<?>[] {Applications.WebApplication.class, Extras.class}, properties);
    }

    private static void change(ConfigurableApplicationContext context, Map<String, ?> properties) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("changed", new HashMap<>(properties)));
        context.publishEvent(new EnvironmentChangeEvent(context, properties.keySet()));
    }

    /** Waits until the observer has the service's only instance with that status. */
    private Instance awaited(String service, ServiceStatus status) {
        await().atMost(LIMIT)
                .until(
                        () -> all(service).stream().map(Instance::status).toList(),
                        List.of(status)::equals);
        return all(service).get(0);
    }

    private List<Instance> all(String service) {
        return observer.getBean(GossipNode.class).catalog().all(service).stream()
                .map(Listing::instance)
                .toList();
    }

    private long offerVersion(NodeId owner) {
        return observer.getBean(GossipNode.class).discovery().members().stream()
                .filter(member -> member.id().equals(owner))
                .findFirst()
                .flatMap(member -> member.offer())
                .orElseThrow()
                .version();
    }

    /** Remembers whether the service was ever missing. */
    private static final class MissingWitness {
        private volatile boolean missed;

        void look(Catalog catalog) {
            missed |= catalog.routable("shop").isEmpty();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Extras {
        @Bean
        Recorder recorder() {
            return new Recorder();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Slow {
        @Bean
        SlowRunner slowRunner(GossipNode node) {
            return new SlowRunner(node);
        }
    }

    /** Runs before the application is ready, until the application can be seen. */
    static final class SlowRunner implements ApplicationRunner {
        private final GossipNode node;
        private volatile List<ServiceStatus> seen = List.of();

        SlowRunner(GossipNode node) {
            this.node = node;
        }

        @Override
        public void run(ApplicationArguments arguments) {
            await().atMost(LIMIT).until(() -> !node.catalog().all("shop").isEmpty());
            assertThat(node.catalog().routable("shop")).isEmpty();
            seen =
                    node.catalog().all("shop").stream()
                            .map(listing -> listing.instance().status())
                            .toList();
        }
    }
}
