package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.cloud.RegistrationCustomizer;
import io.gossipdiscovery.spring.cloud.WebPorts;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tells where this application's actuator is, in the words that Spring Boot Admin reads: the real
 * port, also where the settings leave it to the system. What users set themselves stays.
 */
public final class ManagementMetadata implements RegistrationCustomizer {
    /** Metadata: the actuator's port. */
    public static final String PORT = "management.port";

    /** Metadata: the actuator's path. */
    public static final String CONTEXT_PATH = "management.context-path";

    private final Environment environment;
    private final WebPorts ports;

    public ManagementMetadata(Environment environment, WebPorts ports) {
        this.environment = environment;
        this.ports = ports;
    }

    @Override
    public Instance customize(Instance instance) {
        ManagementPortType type = ManagementPortType.get(environment);
        if (type == ManagementPortType.DISABLED) {
            return instance;
        }
        boolean same = type == ManagementPortType.SAME;
        int port = same ? instance.port() : ports.management();
        Map<String, String> metadata = new TreeMap<>(instance.metadata());
        metadata.putIfAbsent(CONTEXT_PATH, path(same));
        if (port > 0) {
            metadata.putIfAbsent(PORT, Integer.toString(port));
        }
        return instance.withMetadata(metadata);
    }

    private String path(boolean same) {
        String before =
                same
                        ? property(
                                "server.servlet.context-path",
                                property("spring.webflux.base-path", ""))
                        : property("management.server.base-path", "");
        String path = before + property("management.endpoints.web.base-path", "/actuator");
        return path.isEmpty() ? "/" : path;
    }

    private String property(String name, String unset) {
        return environment.getProperty(name, unset);
    }
}
