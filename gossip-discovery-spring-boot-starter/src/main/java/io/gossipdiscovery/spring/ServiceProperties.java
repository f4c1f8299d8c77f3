package io.gossipdiscovery.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Map;

/**
 * A further service of the same process, such as a gRPC server. Its status is that of the
 * application.
 *
 * @param name Name under which callers ask for the service.
 * @param id Name of the instance, unique among those of the service. Default is that of this
 *     application's instance.
 * @param port Port under which callers reach the service.
 * @param scheme Scheme of its URI. 'https', 'grpcs' and 'wss' mean TLS.
 * @param metadata Anything that callers may want to know of the service.
 */
public record ServiceProperties(
        @Nullable String name,
        @Nullable String id,
        @DefaultValue("0") int port,
        @DefaultValue("http") String scheme,
        @DefaultValue Map<String, String> metadata) {

    /** What the application says. */
    public ServiceProperties {
        metadata = Map.copyOf(metadata);
    }
}
