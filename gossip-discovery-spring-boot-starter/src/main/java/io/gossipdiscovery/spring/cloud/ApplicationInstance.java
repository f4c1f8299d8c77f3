package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How this application describes itself to the cluster.
 *
 * <p>The id is drawn once and kept for all lives of the node. Unless set it has a random part,
 * since several instances may run with the same settings and a port that nobody knows beforehand.
 */
public final class ApplicationInstance {
    private static final String APPLICATION_NAME = "spring.application.name";
    private static final String SERVICE_NAME = PREFIX + ".service-name";

    /** Callers put the name where a host stands: {@code http://name/…}. */
    private static final Pattern HOST_LIKE =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private static final int RANDOM_LETTERS = 8;

    private final GossipDiscoveryProperties properties;
    private final Environment environment;
    private final List<RegistrationCustomizer> customizers;
    private final String service;
    private final String id;
    private final String host;

    /**
     * The description of an application with these settings.
     *
     * @throws InvalidGossipPropertyException where the application has no name that callers can use
     */
    public ApplicationInstance(
            GossipDiscoveryProperties properties,
            GossipConfig config,
            Environment environment,
            List<RegistrationCustomizer> customizers) {
        this.properties = properties;
        this.environment = environment;
        this.customizers = List.copyOf(customizers);
        this.service = service(properties, environment);
        this.id = id(properties, service);
        this.host = host(config.bind(), environment);
    }

    /**
     * The instance with its web server at that port, 0 as long as it is not known.
     *
     * @throws InvalidGossipPropertyException where it says more than an instance may
     */
    public Instance at(int port, ServiceStatus status) {
        try {
            String version = environment.getProperty("spring.application.version", "");
            Instance instance =
                    new Instance(service, id, host, port, isSecure(), status, version, metadata());
            for (RegistrationCustomizer customizer : customizers) {
                instance = customizer.customize(instance);
            }
            return instance;
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private SortedMap<String, String> metadata() {
        TreeMap<String, String> metadata = new TreeMap<>(properties.metadata());
        putIfSet(metadata, "region", properties.region());
        putIfSet(metadata, "zone", properties.zone());
        return metadata;
    }

    private boolean isSecure() {
        return Binder.get(environment)
                .bind("server.ssl", Ssl.class)
                .map(ssl -> ssl.isEnabled())
                .orElse(false);
    }

    private InvalidGossipPropertyException refused(IllegalArgumentException reason) {
        boolean tooLong = Limits.utf8Length(id) > Limits.NAME_BYTES;
        if (tooLong || id.chars().anyMatch(Character::isISOControl)) {
            return new InvalidGossipPropertyException(
                    PREFIX + ".instance-id",
                    "cannot be announced: " + reason.getMessage(),
                    tooLong
                            ? "Shorten it to " + Limits.NAME_BYTES + " bytes, or remove it."
                            : "Write it without control characters, or remove it.");
        }
        return new InvalidGossipPropertyException(
                PREFIX + ".metadata",
                "cannot be announced: " + reason.getMessage(),
                "Announce less: at most "
                        + Limits.ENTRIES
                        + " entries with "
                        + Limits.METADATA_BYTES
                        + " bytes together, names of at most "
                        + Limits.NAME_BYTES
                        + " and values of at most "
                        + Limits.VALUE_BYTES
                        + " bytes. Every node keeps and passes on what an instance says.");
    }

    private static void putIfSet(
            TreeMap<String, String> metadata, String name, @Nullable String value) {
        if (StringUtils.hasText(value)) {
            metadata.putIfAbsent(name, value);
        }
    }

    private static String service(GossipDiscoveryProperties properties, Environment environment) {
        boolean named = StringUtils.hasText(properties.serviceName());
        String name = named ? properties.serviceName() : environment.getProperty(APPLICATION_NAME);
        if (name == null || name.isBlank()) {
            throw new InvalidGossipPropertyException(
                    APPLICATION_NAME,
                    "is not set, so that this application has no name under which it could be"
                            + " announced",
                    "Set "
                            + APPLICATION_NAME
                            + " (or "
                            + SERVICE_NAME
                            + "), or set "
                            + PREFIX
                            + ".registration.enabled to 'false' for an application that only looks"
                            + " for others.");
        }
        if (name.length() > Limits.NAME_BYTES || !isHostLike(name)) {
            throw new InvalidGossipPropertyException(
                    named ? SERVICE_NAME : APPLICATION_NAME,
                    "is '" + name + "', which callers cannot use as the host in http://name/",
                    "Use letters, digits, '-' and '.' only, at most "
                            + Limits.NAME_BYTES
                            + " of them, with a letter or digit at both ends and a letter first"
                            + " after the last '.'. To keep spring.application.name, set "
                            + SERVICE_NAME
                            + ".");
        }
        return name;
    }

    private static boolean isHostLike(String name) {
        if (!HOST_LIKE.matcher(name).matches()) {
            return false;
        }
        try {
            return URI.create("http://" + name + "/").getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String id(GossipDiscoveryProperties properties, String service) {
        String given = properties.instanceId();
        if (given != null && !given.isBlank()) {
            return given;
        }
        int room = Limits.NAME_BYTES - RANDOM_LETTERS - 1;
        String random = UUID.randomUUID().toString().substring(0, RANDOM_LETTERS);
        return service.substring(0, Math.min(service.length(), room)) + "-" + random;
    }

    /**
     * Where callers find the web server: as told; or where it listens, if it is told to listen at
     * one address; or where the node does. Only a web server that is on loopback while the node is
     * not is never announced there: elsewhere that address is somebody else.
     */
    private static String host(BindConfig bind, Environment environment) {
        if (!bind.advertisedAddress().isEmpty()) {
            return bind.advertisedAddress();
        }
        boolean local = literal(bind.address()).filter(Address::isLoopback).isPresent();
        return literal(environment.getProperty("server.address", "").trim())
                .filter(web -> !web.isWildcard() && (local || !web.isLoopback()))
                .map(Address::host)
                .orElse(bind.address());
    }

    private static Optional<Address> literal(String text) {
        try {
            return Optional.of(Address.of(text, 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // unset, or a name
        }
    }
}
