package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
                        "id",
                        "address",
                        "generation",
                        "cluster",
                        "observer",
                        "incarnation",
                        "localHealth",
                        "labels")
                .containsEntry("id", self.toString())
                .containsEntry("address", self.address().toString())
                .containsEntry("generation", self.generation())
                .containsEntry("observer", false)
                .containsEntry("labels", Map.of("zone", "n1"));

        List<Map<String, Object>> members = JsonPath.read(json, "$.members");
        assertThat(members).hasSize(2);
        assertThat(members.get(0))
                .containsOnlyKeys(
                        "id",
                        "address",
                        "state",
                        "phase",
                        "unsteady",
                        "generation",
                        "incarnation",
                        "labels",
                        "services")
                .containsEntry("id", self.toString())
                .containsEntry("address", self.address().toString())
                .containsEntry("state", "ALIVE")
                .containsEntry("phase", "ALIVE")
                .containsEntry("unsteady", false)
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
                        "override",
                        "avoided",
                        "life",
                        "node",
                        "nodeId",
                        "version",
                        "metadata")
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", Applications.port(context))
                .containsEntry("secure", false)
                .containsEntry("life", "ALIVE")
                .containsEntry("node", self.address().toString())
                .containsEntry("nodeId", self.toString());
        assertThat(JsonPath.<String>read(json, "$.services.shop[0].metadata.colour"))
                .isEqualTo("red");
        assertThat(JsonPath.<Boolean>read(json, "$.running")).isTrue();
        assertThat(JsonPath.<Map<String, Object>>read(json, "$.counters")).isNotEmpty();
        assertThat(JsonPath.<Integer>read(get(other, "gossip"), "$.members.length()")).isEqualTo(2);
    }

    @Test
    void theEndpointTellsThatAMemberIsAliveButLeaving() {
        ConfigurableApplicationContext context = start("shop");
        ConfigurableApplicationContext other = start("stock");
        await().atMost(LIMIT).until(() -> serves(context, "stock") && serves(other, "shop"));

        other.getBean(GossipNode.class).discovery().drain(LIMIT).join();

        Map<String, Object> member = JsonPath.read(get(context, "gossip"), "$.members[1]");
        assertThat(member).containsEntry("state", "ALIVE").containsEntry("phase", "LEAVING");
    }

    @Test
    void theEndpointTellsWhyAMemberIsDead() {
        ConfigurableApplicationContext context = start("shop");
        ConfigurableApplicationContext other = start("stock");
        await().atMost(LIMIT).until(() -> serves(context, "stock"));
        NodeId victim = other.getBean(GossipNode.class).discovery().self();
        assertThat(JsonPath.<List<Object>>read(why(context, victim), "$.entries")).isEmpty();

        other.getBean(GossipNode.class).close();
        await().atMost(LIMIT)
                .until(() -> why(context, victim), json -> json.contains("\"state\":\"DEAD\""));

        String json = why(context, victim);
        assertThat(JsonPath.<String>read(json, "$.lines[0]")).startsWith(victim + " is DEAD");
        assertThat(JsonPath.<List<String>>read(json, "$.entries[*].kind")).contains("CONVICTED");
        assertThat(JsonPath.<Map<String, Object>>read(json, "$.entries[0]"))
                .containsOnlyKeys("kind", "life", "ageMillis", "localHealth", "account")
                .containsEntry("life", victim.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.9:1", "nonsense"})
    void ofANodeThatIsNotKnownThereIsNothingToTell(String address) {
        assertThat(
                        client(start("shop"))
                                .get()
                                .uri("gossip/{address}", address)
                                .retrieve()
                                .onStatus(HttpStatusCode::isError, (request, response) -> {})
                                .toBodilessEntity()
                                .getStatusCode()
                                .value())
                .isEqualTo(404);
    }

    @Test
    void healthShowsTheNodeWithThatOfTheDiscoveryClients() {
        ConfigurableApplicationContext context = start("shop");

        String json = get(context, "health");

        Map<String, Object> gossip =
                JsonPath.read(json, "$.components.discoveryComposite.components.gossip");
        assertThat(gossip).containsEntry("status", "UP");
        assertThat(JsonPath.<Map<String, Object>>read(gossip, "$.details"))
                .containsOnlyKeys(
                        "self",
                        "cluster",
                        "observer",
                        "members",
                        "services",
                        "localHealth",
                        "isolated",
                        "seeds",
                        "failingSeeds",
                        "unreached",
                        "wrongAddresses")
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

        assertThat(say(client, "OUT_OF_SERVICE").getStatusCode().is2xxSuccessful()).isTrue();

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
    void anOperatorsWordIsShownAsSuchUntilItIsCancelled() {
        ConfigurableApplicationContext context = start("shop");
        RestClient client = client(context);
        assertThat(ownInstances(context)).singleElement(MAP).containsEntry("override", null);

        say(client, "out_of_service");
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(ownInstances(context))
                                        .singleElement(MAP)
                                        .containsEntry("override", "OUT_OF_SERVICE")
                                        .containsEntry("status", "OUT_OF_SERVICE"));

        say(client, "CANCEL_OVERRIDE");
        assertThat(ownInstances(context)).singleElement(MAP).containsEntry("override", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"management.endpoints.web.base-path=/actuator", "management.server.port=0"})
    @ExtendWith(OutputCaptureExtension.class)
    void aWrongStatusIsTheCallersMistake(String setting, CapturedOutput output) {
        ConfigurableApplicationContext context = start("shop", setting);

        assertThat(say(client(context), "SLEEPY").getStatusCode().value()).isEqualTo(400);
        assertThat(output).doesNotContain("SLEEPY");
    }

    @Test
    void infoTellsWhoTheNodeIs() {
        ConfigurableApplicationContext context = start("shop");

        Map<String, Object> gossip = JsonPath.read(get(context, "info"), "$.gossip");

        GossipNode node = context.getBean(GossipNode.class);
        NodeId self = node.discovery().self();
        assertThat(gossip)
                .isEqualTo(
                        Map.of(
                                "id", self.toString(),
                                "cluster", node.config().cluster(),
                                "address", self.address().toString()));
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

    private static String why(ConfigurableApplicationContext context, NodeId about) {
        return get(context, "gossip/" + about.address());
    }

    private static List<Map<String, Object>> ownInstances(ConfigurableApplicationContext context) {
        return JsonPath.read(get(context, "gossip"), "$.services.shop[*]");
    }

    private static ResponseEntity<Void> say(RestClient client, String status) {
        return client.post()
                .uri("serviceregistry")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"status\":\"" + status + "\"}")
                .retrieve()
                .onStatus(HttpStatusCode::isError, (request, response) -> {})
                .toBodilessEntity();
    }

    private static RestClient client(ConfigurableApplicationContext context) {
        String port =
                context.getEnvironment()
                        .getProperty(
                                "local.management.port",
                                Integer.toString(Applications.port(context)));
        return RestClient.create("http://127.0.0.1:" + port + "/actuator/");
    }
}
