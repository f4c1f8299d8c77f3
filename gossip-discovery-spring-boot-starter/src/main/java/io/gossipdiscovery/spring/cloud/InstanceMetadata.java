package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InstanceProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an instance says beyond its address, under the names that Spring Cloud LoadBalancer and
 * others read. What users write as metadata themselves stays.
 */
final class InstanceMetadata {
    static final String REGION = "region";
    static final String ZONE = "zone";
    static final String WEIGHT = "weight";
    static final String HINT = "hint";
    static final String API_VERSION = "API_VERSION";
    static final String TAGS = "tags.";
    static final String CONTEXT_PATH = "contextPath";

    /** The scheme of the instance's URI, where it is neither http nor https. */
    static final String SCHEME = "scheme";

    private final TreeMap<String, String> entries;

    private InstanceMetadata(Map<String, String> given) {
        entries = new TreeMap<>(given);
    }

    /** The metadata of the application itself. */
    static SortedMap<String, String> of(
            GossipDiscoveryProperties properties, Map<String, String> place, String contextPath) {
        InstanceMetadata metadata = new InstanceMetadata(properties.metadata());
        place.forEach(metadata::put);
        InstanceProperties instance = properties.instance();
        metadata.put(WEIGHT, weight(instance.weight()));
        metadata.put(HINT, instance.hint());
        metadata.put(API_VERSION, instance.apiVersion());
        metadata.put(CONTEXT_PATH, contextPath);
        instance.tags().forEach((name, value) -> metadata.put(TAGS + name, value));
        return metadata.entries;
    }

    /** The metadata of a further service, which is at the same place as the application. */
    static SortedMap<String, String> of(
            Map<String, String> own, Map<String, String> place, @Nullable String scheme) {
        InstanceMetadata metadata = new InstanceMetadata(own);
        place.forEach(metadata::put);
        metadata.put(SCHEME, scheme);
        return metadata.entries;
    }

    /** Where the application runs. */
    static Map<String, String> place(GossipDiscoveryProperties properties) {
        InstanceMetadata metadata = new InstanceMetadata(Map.of());
        metadata.put(REGION, properties.region());
        metadata.put(ZONE, properties.zone());
        return metadata.entries;
    }

    private void put(String name, @Nullable String value) {
        if (StringUtils.hasText(value)) {
            entries.putIfAbsent(name, value);
        }
    }

    private static @Nullable String weight(@Nullable Integer weight) {
        if (weight != null && weight < 1) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".instance.weight",
                    "is " + weight + ", by which the load balancer could not share calls",
                    "Write 1 or more, or remove it for 1. To get no calls at all, set the status"
                            + " OUT_OF_SERVICE with the endpoint 'serviceregistry'.");
        }
        return weight == null ? null : weight.toString();
    }
}
