package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings as Spring Boot would bind them. */
public final class Settings {
    private Settings() {}

    /** Binds {@code name=value} pairs; names without our prefix. */
    public static GossipDiscoveryProperties of(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            map.put(
                    GossipDiscoveryProperties.PREFIX + "." + pair.substring(0, equals),
                    pair.substring(equals + 1));
        }
        return new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate(GossipDiscoveryProperties.PREFIX, GossipDiscoveryProperties.class);
    }
}
