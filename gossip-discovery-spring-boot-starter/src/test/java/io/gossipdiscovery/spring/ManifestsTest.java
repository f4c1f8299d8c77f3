package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether what {@code docs/deploy} shows can be read, and says what we understand. */
class ManifestsTest {
    private static final Path DIRECTORY = Path.of("../docs/deploy");
    private static final Set<String> VARIABLES = new HashSet<>();

    /** What Kubernetes puts in the place of {@code status.podIP}. */
    private static final String POD_IP = "10.244.1.7";

    @BeforeAll
    static void readMetadata() throws IOException {
        try (InputStream in =
                GossipDiscoveryProperties.class.getResourceAsStream(
                        "/META-INF/spring-configuration-metadata.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Object properties = JsonParserFactory.getJsonParser().parseMap(json).get("properties");
            for (Object property : (List<?>) properties) {
                String name = (String) ((Map<?, ?>) property).get("name");
                VARIABLES.add(name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "kubernetes.yaml"})
    void everyVariableOfOursIsASettingAndTheNodeCanWorkWithThem(String file) throws IOException {
        List<Map<String, Object>> environments = environments(documents(file));

        assertThat(environments).isNotEmpty();
        for (Map<String, Object> environment : environments) {
            assertThat(environment.keySet())
                    .filteredOn(name -> name.startsWith("GOSSIP_"))
                    .hasSizeGreaterThan(3)
                    .isSubsetOf(VARIABLES);
            Map<String, Object> settings = new TreeMap<>(environment);
            settings.putIfAbsent("GOSSIP_DISCOVERY_ADVERTISE_ADDRESS", POD_IP);
            GossipConfig config = ConfigMapping.toConfig(bound(settings));
            assertThat(config.cluster()).isEqualTo("shop");
            assertThat(config.bind().firstPort()).isEqualTo(7946);
            assertThat(config.seeds())
                    .isNotEmpty()
                    .allSatisfy(seed -> assertThat(seed).endsWith(":7946"));
        }
    }

    @Test
    void theHeadlessServiceIsWhatTheSeedsName() throws IOException {
        List<Object> documents = documents("kubernetes.yaml");
        Object service = documents.get(0);

        assertThat(at(service, "kind")).isEqualTo("Service");
        assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
        assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
        assertThat((List<?>) at(service, "spec", "ports"))
                .extracting(port -> at(port, "protocol") + " " + at(port, "port"))
                .containsExactly("UDP 7946", "TCP 7946");
        assertThat(environments(documents).get(0))
                .containsEntry("GOSSIP_DISCOVERY_SEEDS", "dns:" + at(service, "metadata", "name"));
        assertThat(at(documents.get(2), "spec", "template", "metadata", "labels", "gossip-cluster"))
                .isEqualTo(at(service, "spec", "selector", "gossip-cluster"))
                .isEqualTo("shop");
    }

    @Test
    void aPodHasTimeToSayGoodbye() throws IOException {
        Object pod = at(documents("kubernetes.yaml").get(2), "spec", "template", "spec");
        GossipDiscoveryProperties.Shutdown shutdown = new GossipDiscoveryProperties().shutdown();
        long springSeconds = 30; // spring.lifecycle.timeout-per-shutdown-phase

        assertThat(((Integer) at(pod, "terminationGracePeriodSeconds")).longValue())
                .isGreaterThan(shutdown.drain().plus(shutdown.grace()).toSeconds() + springSeconds);
    }

    private static GossipDiscoveryProperties bound(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment)
                .bindOrCreate(GossipDiscoveryProperties.PREFIX, GossipDiscoveryProperties.class);
    }

    /** Of compose a map; of Kubernetes a list of names with values, or with where they are from. */
    private static List<Map<String, Object>> environments(List<Object> documents) {
        List<Map<String, Object>> environments = new ArrayList<>();
        for (Object document : documents) {
            if (at(document, "services") instanceof Map<?, ?> services) {
                for (Object service : services.values()) {
                    Map<String, Object> environment = new TreeMap<>();
                    ((Map<?, ?>) at(service, "environment"))
                            .forEach((name, value) -> environment.put("" + name, value));
                    environments.add(environment);
                }
            } else if ("Deployment".equals(at(document, "kind"))) {
                for (Object container :
                        (List<?>) at(document, "spec", "template", "spec", "containers")) {
                    Map<String, Object> environment = new TreeMap<>();
                    for (Object entry : (List<?>) at(container, "env")) {
                        Object value = at(entry, "value");
                        environment.put("" + at(entry, "name"), value == null ? POD_IP : value);
                    }
                    environments.add(environment);
                }
            }
        }
        return environments;
    }

    private static Object at(Object node, String... path) {
        Object at = node;
        for (String name : path) {
            at = at == null ? null : ((Map<?, ?>) at).get(name);
        }
        return at;
    }

    private static List<Object> documents(String file) throws IOException {
        List<Object> documents = new ArrayList<>();
        new Yaml().loadAll(Files.readString(DIRECTORY.resolve(file))).forEach(documents::add);
        return documents;
    }
}
