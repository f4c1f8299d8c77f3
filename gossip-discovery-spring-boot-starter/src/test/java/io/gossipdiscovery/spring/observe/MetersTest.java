package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Settings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The node's meters, as they are scraped. */
class MetersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String EXPOSED =
            "management.endpoints.web.exposure.include=metrics,prometheus";

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void prometheusScrapesThem() {
        ConfigurableApplicationContext one = applications.start("shop", EXPOSED);
        applications.start("stock", EXPOSED);

        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(get(one, "prometheus").lines())
                                        .contains(
                                                "gossip_members{state=\"alive\"} 2.0",
                                                "gossip_members{state=\"dead\"} 0.0",
                                                "gossip_services 2.0",
                                                "gossip_instances{status=\"up\"} 2.0",
                                                "gossip_isolated 0.0",
                                                "gossip_errors_total 0.0")
                                        .anyMatch(
                                                line ->
                                                        isAbove0(
                                                                line,
                                                                "gossip_probe_round_trip_seconds_count"))
                                        .anyMatch(
                                                line ->
                                                        isAbove0(
                                                                line,
                                                                "gossip_packets_total{direction=\"sent\",lane=\"datagram\"}"))
                                        .anyMatch(
                                                line ->
                                                        isAbove0(
                                                                line,
                                                                "gossip_traffic_bytes_total{direction=\"received\",lane=\"datagram\"}")));
    }

    @Test
    void theActuatorShowsThem() {
        ConfigurableApplicationContext context = applications.start("shop", EXPOSED);

        String json = get(context, "metrics/gossip.members?tag=state:alive");

        assertThat(JsonPath.<Double>read(json, "$.measurements[0].value")).isEqualTo(1);
        assertThat(JsonPath.<String>read(json, "$.baseUnit")).isEqualTo("members");
    }

    @Test
    void theMetadataLeadsToThemAndToTheHealth() {
        applications.start(
                "shop",
                "management.endpoints.web.exposure.include=health,prometheus",
                "management.endpoints.web.path-mapping.health=well",
                "management.server.port=0",
                "management.server.base-path=/ops");
        DiscoveryClient other = applications.start("other").getBean(DiscoveryClient.class);
        await().atMost(LIMIT)
                .until(
                        () ->
                                other.getInstances("shop").stream()
                                        .anyMatch(it -> it.getMetadata().size() > 3));
        ServiceInstance shop = other.getInstances("shop").get(0);
        Map<String, String> told = shop.getMetadata();

        assertThat(told).containsEntry("prometheus.scrape", "true");
        assertThat(get(shop, told.get("prometheus.port"), told.get("prometheus.path")))
                .contains("gossip_members");
        String health = told.get("management.context-path") + "/" + told.get("health.path");
        assertThat(get(shop, told.get("management.port"), health)).contains("UP");
    }

    @Test
    void theyCanBeSwitchedOff() {
        ConfigurableApplicationContext context =
                applications.start("shop", EXPOSED, "management.metrics.enable.gossip=false");

        assertThat(get(context, "prometheus")).doesNotContain("gossip_");
    }

    @Test
    void thePageTellsOfEachAndOfNoOther() throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        new GossipMeters(
                        () -> {
                            throw new AssertionError("nobody looked yet");
                        })
                .bindTo(registry);
        Map<String, String> types = new TreeMap<>();
        Map<String, Map<String, Set<String>>> tags = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String unit = id.getBaseUnit() == null ? "" : ", " + id.getBaseUnit();
            types.put(id.getName(), id.getType().name().toLowerCase(Locale.ROOT) + unit);
            Map<String, Set<String>> known =
                    tags.computeIfAbsent(id.getName(), name -> new TreeMap<>());
            for (Tag tag : id.getTags()) {
                known.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }

        Map<String, String> toldTypes = new TreeMap<>();
        Map<String, Map<String, Set<String>>> toldTags = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/operations.md"))) {
            if (line.startsWith("| `gossip.")) {
                List<String> cells =
                        Arrays.stream(line.replace("`", "").split("\\|"))
                                .map(String::strip)
                                .toList();
                toldTypes.put(cells.get(1), cells.get(2));
                toldTags.put(cells.get(1), tags(cells.get(3)));
                assertThat(cells.get(4)).isNotEmpty();
            }
        }
        assertThat(toldTypes).hasSizeGreaterThan(15).isEqualTo(types);
        assertThat(toldTags).isEqualTo(tags);
    }

    @Test
    void countsOutliveTheLifeThatTheyAreOf() {
        String cluster = "cluster=test-" + UUID.randomUUID();
        MeterRegistry registry = new SimpleMeterRegistry();
        try (GossipNode one = node("bind.port=0", "seeds=", cluster)) {
            one.start();
            try (GossipNode two =
                    node("bind.port=0", "seeds=" + one.discovery().self().address(), cluster)) {
                GossipMeters meters = new GossipMeters(() -> two);
                meters.bindTo(registry);
                two.start();
                await().atMost(LIMIT).until(() -> sent(registry) > 0);
                double sent = sent(registry);

                two.stop();
                assertThat(sent(registry)).isGreaterThanOrEqualTo(sent);
                two.start();
                assertThat(sent(registry)).isGreaterThanOrEqualTo(sent);
                await().atMost(LIMIT).until(() -> sent(registry) > sent);
                Reference.reachabilityFence(meters); // the registry holds it weakly
            }
        }
    }

    private static Map<String, Set<String>> tags(String cell) {
        Map<String, Set<String>> tags = new TreeMap<>();
        for (String tag : cell.isEmpty() ? new String[0] : cell.split("; ")) {
            String[] pair = tag.split(": ");
            tags.put(pair[0], new TreeSet<>(List.of(pair[1].split(", "))));
        }
        return tags;
    }

    private static boolean isAbove0(String line, String meter) {
        return line.startsWith(meter + " ")
                && Double.parseDouble(line.substring(meter.length() + 1)) > 0;
    }

    private static double sent(MeterRegistry registry) {
        return registry.get("gossip.packets")
                .tags("lane", "datagram", "direction", "sent")
                .functionCounter()
                .count();
    }

    private static GossipNode node(String... settings) {
        return new GossipNode(
                ConfigMapping.toConfig(Settings.of(settings)), Duration.ofSeconds(1), List.of());
    }

    private static String get(ServiceInstance instance, String port, String path) {
        return RestClient.create("http://" + instance.getHost() + ":" + port)
                .get()
                .uri(path)
                .retrieve()
                .body(String.class);
    }

    private static String get(ConfigurableApplicationContext context, String endpoint) {
        return RestClient.create("http://127.0.0.1:" + Applications.port(context))
                .get()
                .uri("/actuator/" + endpoint)
                .retrieve()
                .body(String.class);
    }
}
