package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestTemplate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A management server that callers find as a service of its own. */
class ManagementServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ASKED_FOR = "gossip.discovery.registration.management.enabled=true";
    private static final Instance SHOP = Instance.of("Shop", "shop-1", "10.0.0.7", 8080);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void othersFindItAtItsRealPortAndItComesAndGoesWithTheApplication() {
        ConfigurableApplicationContext shop =
                applications.start(
                        "shop",
                        ASKED_FOR,
                        "gossip.discovery.zone=n1",
                        "management.server.port=0",
                        "management.endpoints.web.base-path=/ops");
        ConfigurableApplicationContext caller = applications.start("caller");
        DiscoveryClient client = caller.getBean(DiscoveryClient.class);
        await().atMost(LIMIT).until(() -> !client.getInstances("shop-management").isEmpty());

        ServiceInstance management = client.getInstances("shop-management").get(0);
        int port = shop.getEnvironment().getRequiredProperty("local.management.port", int.class);
        assertThat(management.getPort()).isEqualTo(port).isNotEqualTo(Applications.port(shop));
        assertThat(management.getMetadata())
                .containsAllEntriesOf(Map.of("management.context-path", "/ops", "zone", "n1"));
        String health =
                management.getUri()
                        + management.getMetadata().get("management.context-path")
                        + "/health";
        assertThat(new RestTemplate().getForEntity(health, String.class).getStatusCode())
                .matches(status -> status.is2xxSuccessful());

        shop.close();
        await().atMost(LIMIT).until(() -> client.getInstances("shop-management").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        ASKED_FOR + ", server.port=0",
        "gossip.discovery.registration.management.enabled=false, management.server.port=0"
    })
    void withoutAPortOfItsOwnOrUnlessAskedForThereIsNone(String one, String two) {
        ConfigurableApplicationContext shop = applications.start("shop", one, two);
        GossipNode node = shop.getBean(GossipNode.class);

        assertThat(node.discovery().registered())
                .extracting(Instance::service)
                .containsOnly("shop");
    }

    @Test
    void whatTheApplicationTellsOfItIsWhatItIs() {
        Instance main =
                SHOP.withSecure(true)
                        .withVersion("7")
                        .withMetadata(
                                Map.of(
                                        "management.port", "9000",
                                        "management.scheme", "http",
                                        "management.address", "[fd00::7]"));

        Instance management = of(main).get(0);

        assertThat(management.key()).isEqualTo(ManagementService.key(main));
        assertThat(management.service()).isEqualTo("Shop-management");
        assertThat(management.secure()).isFalse();
        assertThat(management.version()).isEqualTo("7");
        assertThat(new GossipServiceInstance(management).getUri())
                .hasToString("http://[fd00::7]:9000");
        assertThat(of(SHOP.withMetadata(Map.of("management.port", "9000"))).get(0).host())
                .isEqualTo("10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({"8080", "0", "70000", "none"})
    void aPortThatIsNoneOfItsOwnIsNoService(String port) {
        assertThat(of(SHOP.withMetadata(Map.of("management.port", port)))).isEmpty();
    }

    @Test
    void aNameThatWouldBeTooLongIsRefused() {
        Instance main = Instance.of("s".repeat(120), "shop-1", "10.0.0.7", 8080);

        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> ManagementService.key(main))
                .withMessageStartingWith("gossip.discovery.registration.management.enabled asks");
    }

    private static List<Instance> of(Instance main) {
        return ManagementService.of(main, Map.of(), ServiceStatus.UP).stream().toList();
    }
}
