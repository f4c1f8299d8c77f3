package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaAutoServiceRegistration;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaRegistration;
import org.springframework.cloud.netflix.eureka.serviceregistry.EurekaServiceRegistry;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;

/** The way out of another registry: both in one application for a while. */
class BesideEurekaTest {

    @Test
    void anApplicationLivesWithBothRegistries() {
        try (Applications applications = new Applications()) {
            ConfigurableApplicationContext context =
                    applications.start(
                            "shop",
                            "eureka.client.enabled=true",
                            "eureka.client.register-with-eureka=false",
                            "eureka.client.fetch-registry=false",
                            "eureka.client.service-url.defaultZone=http://127.0.0.1:1/eureka/",
                            "logging.level.com.netflix=off");

            // Where only one can be asked for, the other registry stays the one it was.
            assertThat(context.getBean(Registration.class)).isInstanceOf(EurekaRegistration.class);
            assertThat(context.getBean(ServiceRegistry.class))
                    .isInstanceOf(EurekaServiceRegistry.class);
            assertThat(context.getBean(AutoServiceRegistration.class))
                    .isInstanceOf(EurekaAutoServiceRegistration.class);

            assertThat(context.getBean(GossipRegistration.class).getPort())
                    .isEqualTo(Applications.port(context));
            assertThat(context.getBean(GossipServiceRegistry.class)).isNotNull();
            CompositeDiscoveryClient composite =
                    (CompositeDiscoveryClient) context.getBean(DiscoveryClient.class);
            assertThat(composite.getDiscoveryClients())
                    .hasAtLeastOneElementOfType(GossipDiscoveryClient.class);
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    context.getBean(GossipNode.class)
                                                    .catalog()
                                                    .routable("shop")
                                                    .size()
                                            == 1);
        }
    }
}
