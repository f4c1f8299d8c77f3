package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.config.SyncConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.StreamUtils;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What editors know of our settings, and whether it is everything. */
class ConfigurationMetadataTest {
    private static final Map<String, String> DESCRIPTIONS = descriptions();

    @Test
    void everySettingIsDescribed() {
        List<String> names = new ArrayList<>();
        collect(GossipDiscoveryProperties.PREFIX, GossipDiscoveryProperties.class, names);

        assertThat(names).hasSizeGreaterThan(30);
        assertThat(DESCRIPTIONS).containsKeys(names.toArray(String[]::new));
        assertThat(DESCRIPTIONS.values()).allSatisfy(text -> assertThat(text).endsWith("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gossip.discovery.enabled",
                "gossip.discovery.cluster",
                "gossip.discovery.preset",
                "gossip.discovery.bind.address",
                "gossip.discovery.bind.port",
                "gossip.discovery.advertise.address",
                "gossip.discovery.advertise.port",
                "gossip.discovery.seeds",
                "gossip.discovery.join.required",
                "gossip.discovery.join.timeout",
                "gossip.discovery.join.await",
                "gossip.discovery.region",
                "gossip.discovery.zone",
                "gossip.discovery.service-name",
                "gossip.discovery.instance-id",
                "gossip.discovery.metadata",
                "gossip.discovery.instance.weight",
                "gossip.discovery.instance.hint",
                "gossip.discovery.instance.version",
                "gossip.discovery.instance.api-version",
                "gossip.discovery.instance.tags",
                "gossip.discovery.services",
                "gossip.discovery.registration.enabled",
                "gossip.discovery.registration.host",
                "gossip.discovery.registration.scheme",
                "gossip.discovery.registration.port",
                "gossip.discovery.registration.management.enabled",
                "gossip.discovery.registration.health.group",
                "gossip.discovery.registration.health.interval",
                "gossip.discovery.registration.health.debounce",
                "gossip.discovery.health.isolated-status",
                "gossip.discovery.security.key",
                "gossip.discovery.security.mode",
                "gossip.discovery.order",
                "gossip.discovery.shutdown.drain",
                "gossip.discovery.shutdown.grace",
                "gossip.discovery.load-balancer.cache",
                "gossip.discovery.load-balancer.suspects",
                "gossip.discovery.load-balancer.quarantine.enabled",
                "gossip.discovery.load-balancer.quarantine.duration",
                "management.endpoint.gossip.access",
                "management.health.gossip.enabled",
                "management.info.gossip.enabled"
            })
    void promisedSettingsKeepTheirNames(String name) {
        assertThat(DESCRIPTIONS).containsKey(name);
    }

    @Test
    void timingsHaveTheNamesOfTheCore() {
        assertSameNames(ProbeConfig.class, GossipDiscoveryProperties.Probe.class);
        assertSameNames(SuspicionConfig.class, GossipDiscoveryProperties.Suspicion.class);
        assertSameNames(DisseminationConfig.class, GossipDiscoveryProperties.Dissemination.class);
        assertSameNames(SyncConfig.class, GossipDiscoveryProperties.Sync.class);
    }

    private static void assertSameNames(Class<?> config, Class<?> settings) {
        assertThat(Arrays.stream(settings.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyElementsOf(
                        Arrays.stream(config.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList());
    }

    private static void collect(String prefix, Class<?> type, List<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), names);
            } else {
                names.add(ConfigurationPropertyName.of(name).toString());
            }
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> descriptions() {
        Map<String, String> descriptions = new TreeMap<>();
        Map<String, Object> metadata =
                JsonParserFactory.getJsonParser()
                        .parseMap(read("/META-INF/spring-configuration-metadata.json"));
        for (Object entry : (List<?>) metadata.get("properties")) {
            Map<?, ?> property = (Map<?, ?>) entry;
            descriptions.put((String) property.get("name"), (String) property.get("description"));
        }
        return descriptions;
    }

    private static String read(String resource) {
        try (InputStream in = GossipDiscoveryProperties.class.getResourceAsStream(resource)) {
            return StreamUtils.copyToString(in, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
