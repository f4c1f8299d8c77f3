package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An application that describes by beans of its own what is announced of it. */
class GivenRegistrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void aRegistrationOfItsOwnIsAnnouncedAtTheRealPortAndFollowsReadiness() {
        ConfigurableApplicationContext context = start(Registered.class);
        awaited(context, "cart", ServiceStatus.UP);

        Instance announced = context.getBean(GossipRegistration.class).instance();
        assertThat(announced.id()).isEqualTo("cart-1");
        assertThat(announced.host()).isEqualTo("127.0.0.9");
        assertThat(announced.port()).isEqualTo(Applications.port(context));
        assertThat(announced.metadata())
                .containsEntry("colour", "red")
                .containsKey("management.port");
        assertThat(context.getBean(Registration.class).getServiceId()).isEqualTo("cart");
        assertThat(all(context, "shop")).isEmpty();
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        awaited(context, "cart", ServiceStatus.OUT_OF_SERVICE);

        context.stop();
        context.start();
        await().atMost(LIMIT)
                .until(() -> all(context, "cart").get(0).port() == Applications.port(context));
    }

    @Test
    void itsPortIsKeptWhereItHasOne() {
        ConfigurableApplicationContext context =
                start(RegisteredWithPort.class, "spring.main.web-application-type=none");

        awaited(context, "cart", ServiceStatus.UP);
        assertThat(all(context, "cart")).extracting(Instance::port).containsExactly(8443);
    }

    @Test
    void aServerPortOfItsOwnIsTheOneThatIsAnnounced() {
        ConfigurableApplicationContext context = start(WithPort.class);

        awaited(context, "shop", ServiceStatus.UP);
        assertThat(all(context, "shop")).extracting(Instance::port).containsExactly(4711);
    }

    private ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        return applications.start(
                "shop", new Class<?>[] {Applications.WebApplication.class, beans}, properties);
    }

    private static void awaited(
            ConfigurableApplicationContext context, String service, ServiceStatus status) {
        await().atMost(LIMIT)
                .until(
                        () -> all(context, service).stream().map(Instance::status).toList(),
                        List.of(status)::equals);
    }

    private static List<Instance> all(ConfigurableApplicationContext context, String service) {
        return context.getBean(GossipNode.class).catalog().all(service).stream()
                .map(Listing::instance)
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Registered {
        @Bean
        GossipRegistration registration() {
            return new GossipRegistration(
                    Instance.of("cart", "cart-1", "127.0.0.9", 0)
                            .withMetadata(Map.of("colour", "red")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RegisteredWithPort {
        @Bean
        GossipRegistration registration() {
            return new GossipRegistration(Instance.of("cart", "cart-1", "127.0.0.9", 8443));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithPort {
        @Bean
        ServerPort serverPort() {
            return () -> 4711;
        }
    }
}
