package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What operators read over HTTP. */
class ActuatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void theEndpointTellsWhomWeKnowAndWhatTheyServe() {
        ConfigurableApplicationContext context =
                start("shop", "gossip.discovery.zone=n1", "gossip.discovery.metadata.colour=red");
        ConfigurableApplicationContext other = start("stock");
        await().atMost(LIMIT).until(() -> serves(context, "stock") && serves(context, "shop"));

        String json = get(context, "gossip");

        NodeId self = context.getBean(GossipNode.class).discovery().self();
        Map<String, Object> me = JsonPath.read(json, "$.self");
        assertThat(me)
                .containsOnlyKeys(
                        "address", "generation", "cluster", "incarnation", "localHealth", "labels")
                .containsEntry("address", self.address().toString())
                .containsEntry("generation", self.generation())
                .containsEntry("labels", Map.of("zone", "n1"));

        List<Map<String, Object>> members = JsonPath.read(json, "$.members");
        assertThat(members).hasSize(2);
        assertThat(members.get(0))
                .containsOnlyKeys(
                        "address", "state", "generation", "incarnation", "labels", "services")
                .containsEntry("address", self.address().toString())
                .containsEntry("state", "ALIVE")
                .containsEntry("services", List.of("shop"));
        assertThat(members.get(1)).containsEntry("services", List.of("stock"));

        Map<String, Object> instance = JsonPath.read(json, "$.services.shop[0]");
        assertThat(instance)
                .containsOnlyKeys(
                        "id",
                        "host",
                        "port",
                        "secure",
                        "status",
                        "life",
                        "node",
                        "version",
                        "metadata")
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", Applications.port(context))
                .containsEntry("secure", false)
                .containsEntry("life", "ALIVE")
                .containsEntry("node", self.address().toString());
        assertThat(JsonPath.<String>read(json, "$.services.shop[0].metadata.colour"))
                .isEqualTo("red");
        assertThat(JsonPath.<Boolean>read(json, "$.running")).isTrue();
        assertThat(JsonPath.<Map<String, Object>>read(json, "$.counters")).isNotEmpty();
        assertThat(JsonPath.<Integer>read(get(other, "gossip"), "$.members.length()")).isEqualTo(2);
    }

    @Test
    void healthShowsTheNodeWithThatOfTheDiscoveryClients() {
        ConfigurableApplicationContext context = start("shop");

        String json = get(context, "health");

        Map<String, Object> gossip =
                JsonPath.read(json, "$.components.discoveryComposite.components.gossip");
        assertThat(gossip).containsEntry("status", "UP");
        assertThat(JsonPath.<Map<String, Object>>read(gossip, "$.details"))
                .containsOnlyKeys("self", "cluster", "members", "services", "localHealth", "seeds")
                .containsEntry("members", Map.of("ALIVE", 1));
        Map<String, Object> client =
                JsonPath.read(json, "$.components.discoveryComposite.components.discoveryClient");
        assertThat(client).containsEntry("status", "UP");
        assertThat(
                        JsonPath.<String>read(
                                json,
                                "$.components.reactiveDiscoveryClients.components"
                                        + "['Gossip Discovery Client'].status"))
                .isEqualTo("UP");
        assertThat(get(context, "health/discoveryComposite/gossip")).contains("UP");
    }

    @Test
    void healthStandsAloneWhereThereIsNoComposite() {
        ConfigurableApplicationContext context =
                start("shop", "spring.cloud.discovery.client.composite-indicator.enabled=false");

        assertThat(JsonPath.<String>read(get(context, "health"), "$.components.gossip.status"))
                .isEqualTo("UP");
    }

    @Test
    void healthIsKnownToAPureClientToo() {
        ConfigurableApplicationContext context =
                start("shop", "gossip.discovery.registration.enabled=false");

        assertThat(
                        JsonPath.<String>read(
                                get(context, "health"),
                                "$.components.discoveryComposite.components"
                                        + ".discoveryClient.status"))
                .isEqualTo("UP");
    }

    @Test
    void theServiceRegistryEndpointSetsTheStatus() {
        ConfigurableApplicationContext context = start("shop");
        RestClient client = client(context);

        client.post()
                .uri("serviceregistry")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"status\":\"OUT_OF_SERVICE\"}")
                .retrieve()
                .toBodilessEntity();

        assertThat(get(context, "serviceregistry")).isEqualTo("OUT_OF_SERVICE");
        await().atMost(LIMIT)
                .until(
                        () ->
                                context.getBean(GossipNode.class)
                                        .catalog()
                                        .routable("shop")
                                        .isEmpty());
    }

    @Test
    void featuresNameTheClient() {
        assertThat(get(start("shop"), "features")).contains("GossipDiscoveryClient");
    }

    private ConfigurableApplicationContext start(String name, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 2);
        all[properties.length] = "management.endpoints.web.exposure.include=*";
        all[properties.length + 1] = "management.endpoint.health.show-details=always";
        return applications.start(name, all);
    }

    private static boolean serves(ConfigurableApplicationContext context, String service) {
        return !context.getBean(GossipNode.class).catalog().routable(service).isEmpty();
    }

    private static String get(ConfigurableApplicationContext context, String path) {
        return client(context).get().uri(path).retrieve().body(String.class);
    }

    private static RestClient client(ConfigurableApplicationContext context) {
        return RestClient.create("http://127.0.0.1:" + Applications.port(context) + "/actuator/");
    }
}
