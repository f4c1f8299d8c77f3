package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.cloud.ManagementService;
import io.gossipdiscovery.spring.cloud.RegistrationCustomizer;
import io.gossipdiscovery.spring.cloud.WebPorts;
import io.gossipdiscovery.spring.cloud.WebSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.env.Environment;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells where this application's actuator is, in the words that Spring Boot Admin reads, and where
 * its metrics are, in those that are customary with Prometheus: the real port, also where the
 * settings leave it to the system. What users set themselves stays.
 */
public final class ManagementMetadata implements RegistrationCustomizer {
    /** Metadata: the actuator's port. */
    public static final String PORT = ManagementService.PORT;

    /** Metadata: the actuator's path. */
    public static final String CONTEXT_PATH = ManagementService.CONTEXT_PATH;

    /** Metadata: the actuator's scheme, where it is not that of the instance. */
    public static final String SCHEME = ManagementService.SCHEME;

    /** Metadata: the actuator's host, where it is not that of the instance. */
    public static final String ADDRESS = ManagementService.ADDRESS;

    /** Metadata: the path of the health endpoint below the actuator's, where it is another one. */
    public static final String HEALTH_PATH = "health.path";

    /** Metadata: that there are metrics for Prometheus; their port and path beside it. */
    public static final String PROMETHEUS_SCRAPE = "prometheus.scrape";

    /** Metadata: the port of the metrics for Prometheus. */
    public static final String PROMETHEUS_PORT = "prometheus.port";

    /** Metadata: the path of the metrics for Prometheus. */
    public static final String PROMETHEUS_PATH = "prometheus.path";

    private static final EndpointId HEALTH = EndpointId.of("health");
    private static final EndpointId PROMETHEUS = EndpointId.of("prometheus");

    private final Environment environment;
    private final WebSettings web;
    private final WebPorts ports;
    private final Supplier<@Nullable PathMappedEndpoints> endpoints;

    /**
     * Metadata about the actuator.
     *
     * @param endpoints what it offers; asked for once the ports are known, not while beans are made
     */
    public ManagementMetadata(
            Environment environment,
            WebPorts ports,
            Supplier<@Nullable PathMappedEndpoints> endpoints) {
        this.environment = environment;
        this.web = new WebSettings(environment);
        this.ports = ports;
        this.endpoints = endpoints;
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
            PathMappedEndpoints offered = endpoints.get();
            if (offered != null) {
                addEndpoints(metadata, offered, port, same);
            }
        }
        if (!same) {
            addPlace(metadata, instance);
        }
        return instance.withMetadata(metadata);
    }

    private void addEndpoints(
            Map<String, String> metadata, PathMappedEndpoints offered, int port, boolean same) {
        String health = offered.getRootPath(HEALTH);
        if (health != null && !health.equals(HEALTH.toString())) {
            metadata.putIfAbsent(HEALTH_PATH, health);
        }
        String metrics = offered.getPath(PROMETHEUS);
        if (metrics != null) {
            metadata.putIfAbsent(PROMETHEUS_SCRAPE, "true");
            metadata.putIfAbsent(PROMETHEUS_PORT, Integer.toString(port));
            metadata.putIfAbsent(PROMETHEUS_PATH, before(same) + metrics);
        }
    }

    private void addPlace(Map<String, String> metadata, Instance instance) {
        boolean secure = web.isSecure("management.server.ssl");
        if (secure != instance.secure()) {
            metadata.putIfAbsent(SCHEME, secure ? "https" : "http");
        }
        boolean local =
                WebSettings.literal(instance.host()).filter(Address::isLoopback).isPresent();
        web.address("management.server.address")
                .filter(own -> !own.isWildcard() && (local || !own.isLoopback()))
                .filter(own -> !own.host().equals(instance.host()))
                .map(own -> own.isV4() ? own.host() : "[" + own.host() + "]")
                .ifPresent(host -> metadata.putIfAbsent(ADDRESS, host));
    }

    private String path(boolean same) {
        String path = before(same) + property("management.endpoints.web.base-path", "/actuator");
        return path.isEmpty() ? "/" : path;
    }

    private String before(boolean same) {
        return same
                ? web.contextPath() + web.servletPath()
                : property("management.server.base-path", "");
    }

    private String property(String name, String unset) {
        return environment.getProperty(name, unset);
    }
}
