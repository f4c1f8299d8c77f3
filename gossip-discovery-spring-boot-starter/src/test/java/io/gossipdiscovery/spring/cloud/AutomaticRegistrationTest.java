package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.EnableDiscoveryClient;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** How a real application is announced, and taken back. */
class AutomaticRegistrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void itIsAnnouncedWithTheRealPortAndComesUpWithReadiness() {
        ConfigurableApplicationContext context = start();

        Registration registration = context.getBean(Registration.class);
        assertThat(registration.getPort()).isEqualTo(Applications.port(context)).isPositive();
        assertThat(registration.getUri().toString())
                .isEqualTo("http://127.0.0.1:" + Applications.port(context));
        awaitStatus(context, ServiceStatus.UP);
        assertThat(only(context).instance().port()).isEqualTo(Applications.port(context));
    }

    @Test
    void lazyBeansDoNotKeepItFromBeingAnnounced() {
        ConfigurableApplicationContext context = start("spring.main.lazy-initialization=true");

        awaitStatus(context, ServiceStatus.UP);
        assertThat(only(context).instance().port()).isEqualTo(Applications.port(context));
    }

    @Test
    void aReactiveWebServerIsAnnouncedToo() {
        ConfigurableApplicationContext context =
                start(
                        "spring.main.web-application-type=reactive",
                        "spring.webflux.base-path=/shop");

        awaitStatus(context, ServiceStatus.UP);
        assertThat(only(context).instance().port()).isEqualTo(Applications.port(context));
        assertThat(context.getBean(Registration.class).getMetadata())
                .containsEntry("management.context-path", "/shop/actuator");
    }

    @Test
    void itsStatusFollowsItsReadiness() {
        ConfigurableApplicationContext context = start();
        awaitStatus(context, ServiceStatus.UP);

        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        awaitStatus(context, ServiceStatus.OUT_OF_SERVICE);

        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        awaitStatus(context, ServiceStatus.UP);
    }

    @Test
    void whatWasTakenBackStaysSoWhateverItsReadiness() {
        ConfigurableApplicationContext context = start();
        GossipServiceRegistry registry = context.getBean(GossipServiceRegistry.class);
        GossipRegistration registration = context.getBean(GossipRegistration.class);
        registry.deregister(registration);

        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(context.getBean(GossipNode.class).discovery().registered()).isEmpty();

        context.getBean(GossipAutoServiceRegistration.class).stop();
        assertThat(context.getBean(GossipNode.class).discovery().registered()).isEmpty();
    }

    @Test
    void whatIsRegisteredAgainFollowsItsReadinessAgain() {
        ConfigurableApplicationContext context = start();
        GossipServiceRegistry registry = context.getBean(GossipServiceRegistry.class);
        GossipRegistration registration = context.getBean(GossipRegistration.class);
        registry.deregister(registration);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);

        registry.register(registration);
        awaitStatus(context, ServiceStatus.OUT_OF_SERVICE);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        awaitStatus(context, ServiceStatus.UP);
    }

    @Test
    void itIsFoundWhereItsWebServerIsToldToListen() {
        ConfigurableApplicationContext context = start("server.address=127.0.0.5");
        awaitStatus(context, ServiceStatus.UP);

        URI uri = context.getBean(Registration.class).getUri();
        assertThat(uri).hasHost("127.0.0.5").hasPort(Applications.port(context));
        assertThat(only(context).instance().host()).isEqualTo("127.0.0.5");
        assertThat(RestClient.create(uri).get().uri("/port").retrieve().body(String.class))
                .isEqualTo(Integer.toString(uri.getPort()));
    }

    @Test
    void theReadinessOfOtherContextsIsTheirOwn() {
        ConfigurableApplicationContext context = start("management.server.port=0");
        awaitStatus(context, ServiceStatus.UP);
        try (ConfigurableApplicationContext child =
                new SpringApplicationBuilder(Nothing.class)
                        .parent(context)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .run("--spring.main.banner-mode=off")) {
            AvailabilityChangeEvent.publish(child, ReadinessState.REFUSING_TRAFFIC);
        }

        assertThat(context.getBean(GossipRegistration.class).instance().status())
                .isEqualTo(ServiceStatus.UP);
    }

    @Test
    void othersAreToldBeforeAndAfter() {
        ConfigurableApplicationContext context = start();

        Recorder recorder = context.getBean(Recorder.class);
        List<ApplicationEvent> events =
                recorder.events.stream()
                        .filter(
                                event ->
                                        event instanceof InstancePreRegisteredEvent
                                                || event instanceof InstanceRegisteredEvent<?>)
                        .toList();
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOf(InstancePreRegisteredEvent.class);
        assertThat(events.get(1)).isInstanceOf(InstanceRegisteredEvent.class);
        InstancePreRegisteredEvent before = (InstancePreRegisteredEvent) events.get(0);
        assertThat(before.getRegistration()).isSameAs(context.getBean(Registration.class));
        assertThat(before.getRegistration().getPort()).isEqualTo(Applications.port(context));
    }

    @Test
    void theActuatorIsFoundAtItsRealPort() {
        ConfigurableApplicationContext context =
                start("management.server.port=0", "management.endpoints.web.base-path=/ops");

        WebServerApplicationContext management = management(context);
        int port = management.getWebServer().getPort();
        assertThat(port).isNotEqualTo(Applications.port(context));
        assertThat(context.getBean(Registration.class).getPort())
                .isEqualTo(Applications.port(context));
        assertThat(context.getBean(Registration.class).getMetadata())
                .containsEntry("management.port", Integer.toString(port))
                .containsEntry("management.context-path", "/ops");
    }

    @Test
    void theActuatorMaySharePortAndContextPathOfTheApplication() {
        ConfigurableApplicationContext context = start("server.servlet.context-path=/shop");

        assertThat(context.getBean(Registration.class).getMetadata())
                .containsEntry("management.port", Integer.toString(Applications.port(context)))
                .containsEntry("management.context-path", "/shop/actuator");
    }

    @Test
    void whatUsersSayOfTheirActuatorStays() {
        ConfigurableApplicationContext context =
                start("gossip.discovery.metadata.management.port=8443");

        assertThat(context.getBean(Registration.class).getMetadata())
                .containsEntry("management.port", "8443");
    }

    @Test
    void aPureClientIsNotAnnouncedButDiscoveryIsReady() {
        for (String off :
                List.of(
                        "gossip.discovery.registration.enabled=false",
                        "spring.cloud.service-registry.auto-registration.enabled=false")) {
            ConfigurableApplicationContext context = start(off);

            assertThat(context.getBeanProvider(Registration.class).getIfAvailable()).isNull();
            assertThat(context.getBeanProvider(AutoServiceRegistration.class).getIfAvailable())
                    .isNull();
            assertThat(context.getBean(ServiceRegistry.class))
                    .isInstanceOf(GossipServiceRegistry.class);
            assertThat(context.getBean(GossipNode.class).discovery().registered()).isEmpty();
            assertThat(context.getBean(Recorder.class).of(InstanceRegisteredEvent.class))
                    .hasSize(1);
        }
    }

    @Test
    void enableDiscoveryClientCanSwitchItOff() {
        ConfigurableApplicationContext context =
                applications.start(
                        "shop", new Class<?>[] {Applications.WebApplication.class, NotMe.class});

        assertThat(context.getBeanProvider(Registration.class).getIfAvailable()).isNull();
        assertThat(context.getBean(GossipNode.class).discovery().registered()).isEmpty();
    }

    @Test
    void itLeavesTheOthersBeforeItsWebServerStopsAndTheNodeEndsLast() {
        ConfigurableApplicationContext observer =
                start("gossip.discovery.registration.enabled=false");
        ConfigurableApplicationContext context = start("gossip.discovery.shutdown.drain=25s");
        awaitStatus(observer, ServiceStatus.UP);

        GossipNode others = observer.getBean(GossipNode.class);
        GossipNode node = context.getBean(GossipNode.class);
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        AtWebShutdown.of(
                context,
                () -> {
                    seen.add(node.isRunning());
                    seen.add(others.catalog().routable("shop").isEmpty());
                });
        context.close();

        assertThat(seen).containsExactly(true, true);
        assertThat(node.isRunning()).isFalse();
    }

    private ConfigurableApplicationContext start(String... properties) {
        return applications.start(
                "shop",
                new Class<?>[] {Applications.WebApplication.class, Extras.class},
                properties);
    }

    private static WebServerApplicationContext management(ConfigurableApplicationContext context) {
        return context.getBean(ManagementContexts.class).management;
    }

    private static void awaitStatus(ConfigurableApplicationContext context, ServiceStatus status) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(only(context).instance().status()).isEqualTo(status));
    }

    private static Listing only(ConfigurableApplicationContext context) {
        List<Listing> listings = context.getBean(GossipNode.class).catalog().all("shop");
        assertThat(listings).hasSize(1);
        return listings.get(0);
    }

    @Configuration(proxyBeanMethods = false)
    static class Extras {
        @Bean
        Recorder recorder() {
            return new Recorder();
        }

        @Bean
        ManagementContexts managementContexts() {
            return new ManagementContexts();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    @EnableDiscoveryClient(autoRegister = false)
    static class NotMe {}

    /** Remembers the context of the management server. */
    static final class ManagementContexts
            implements ApplicationListener<WebServerInitializedEvent> {
        private volatile WebServerApplicationContext management;

        @Override
        public void onApplicationEvent(WebServerInitializedEvent event) {
            if (WebServerApplicationContext.hasServerNamespace(
                    event.getApplicationContext(), "management")) {
                management = event.getApplicationContext();
            }
        }
    }
}
