package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.config.LoadBalancerZoneConfig;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import java.time.Duration;
import java.util.Map;

class ZonePreferenceTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MockEnvironment environment = new MockEnvironment();

    @ParameterizedTest
    @CsvSource({
        "a,,a,a", ",a,a,a", "a,b,a,b", ",,,",
    })
    void theOneThatIsSetServesForBoth(String ours, String theirs, String zone, String preferred) {
        set(ZonePreference.OURS, ours);
        set(ZonePreference.LOAD_BALANCER, theirs);

        process();

        assertThat(environment.getProperty(ZonePreference.OURS)).isEqualTo(zone);
        assertThat(environment.getProperty(ZonePreference.LOAD_BALANCER)).isEqualTo(preferred);
    }

    @Test
    void switchedOffItTouchesNothing() {
        environment.setProperty("gossip.discovery.enabled", "false");
        environment.setProperty(ZonePreference.OURS, "a");

        process();

        assertThat(environment.getProperty(ZonePreference.LOAD_BALANCER)).isNull();
    }

    @Test
    void callersPreferTheInstancesOfTheirZone() {
        try (Applications applications = new Applications()) {
            applications.start("stock", "gossip.discovery.zone=north");
            applications.start("stock", "spring.cloud.loadbalancer.zone=south");
            ConfigurableApplicationContext caller =
                    applications.start(
                            "shop",
                            "gossip.discovery.zone=south",
                            "spring.cloud.loadbalancer.configurations=zone-preference");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    caller.getBean(GossipNode.class)
                                                    .catalog()
                                                    .routable("stock")
                                                    .size()
                                            == 2);

            assertThat(caller.getBean(LoadBalancerZoneConfig.class).getZone()).isEqualTo("south");
            LoadBalancerClient client = caller.getBean(LoadBalancerClient.class);
            for (int i = 0; i < 10; i++) {
                ServiceInstance chosen = client.choose("stock");
                assertThat(chosen.getMetadata()).containsAllEntriesOf(Map.of("zone", "south"));
            }
        }
    }

    private void set(String name, String value) {
        if (value != null) {
            environment.setProperty(name, value);
        }
    }

    private void process() {
        new ZonePreference().postProcessEnvironment(environment, new SpringApplication());
    }
}
