package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.node.Seeds;
import io.gossipdiscovery.spring.GossipDiscoveryProperties.Preset;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns what the application's settings say into the node's configuration, and complains in the
 * settings' own words before anything is bound.
 *
 * <p>On loopback nothing need be set: a node takes the first free port of a small range and asks
 * the whole range for others, at its own address and at the usual one, so that applications on one
 * machine find each other.
 */
public final class ConfigMapping {
    /** First port that a node tries when none is set. */
    public static final int FIRST_PORT = 7946;

    /** Last port that a node tries when none is set. */
    public static final int LAST_PORT = 7955;

    /** A name of which every address is a seed, at this node's own port. */
    private static final String DNS = "dns:";

    private ConfigMapping() {}

    /**
     * The configuration that the settings ask for.
     *
     * @throws InvalidGossipPropertyException where a setting cannot be worked with
     */
    public static GossipConfig toConfig(GossipDiscoveryProperties properties) {
        return toConfig(properties, seeds(properties), InetUtilsSettings.NONE);
    }

    /**
     * The same for an application that has more to say than our own settings.
     *
     * @param seeds in the forms that {@code gossip.discovery.seeds} takes
     */
    public static GossipConfig toConfig(
            GossipDiscoveryProperties properties, List<String> seeds, InetUtilsSettings inetUtils) {
        return toConfig(properties, seeds, inetUtils, Network.ofThisMachine());
    }

    static GossipConfig toConfig(
            GossipDiscoveryProperties properties,
            List<String> given,
            InetUtilsSettings inetUtils,
            Network network) {
        refuseKey(properties.security());
        BindMapping bind = new BindMapping(properties, inetUtils, network);
        refuseServices(properties);
        requireTime(properties.join());
        requireNotNegative(PREFIX + ".shutdown.drain", properties.shutdown().drain());
        requireNotNegative(PREFIX + ".shutdown.grace", properties.shutdown().grace());
        requireUsable(properties.registration());
        properties.loadBalancer().check();
        Address bound = BindMapping.bound(properties);
        GossipConfig.Builder builder = preset(properties.preset(), bound);
        TimingMapping.apply(properties, builder);
        List<String> seeds = checkedSeeds(properties, given);
        builder.bind(bind.toConfig(seeds));
        builder.seeds(seeds);
        builder.labels(labels(properties));
        builder.observer(properties.observer());
        builder.security(properties.security().mode());
        builder.cluster(properties.cluster());
        return checked(PREFIX + ".cluster", builder::build);
    }

    /** Runs a constructor of the core; its complaint becomes one about the named setting. */
    static <T> T checked(String property, Supplier<T> construction) {
        try {
            return construction.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    property,
                    "cannot be used: " + e.getMessage(),
                    "Change it to a value within these bounds, or remove it to use the default.");
        }
    }

    private static GossipConfig.Builder preset(Preset preset, Address bound) {
        return switch (preset) {
            case AUTO -> bound.isLoopback() ? GossipConfig.local() : GossipConfig.lan();
            case LOCAL -> GossipConfig.local();
            case LAN -> GossipConfig.lan();
            case WAN -> GossipConfig.wan();
        };
    }

    /**
     * The seeds that the settings name; without any, those of this machine for a node on loopback.
     *
     * @throws InvalidGossipPropertyException where the node is to listen nowhere
     */
    public static List<String> seeds(GossipDiscoveryProperties properties) {
        List<String> given = properties.seeds();
        if (given != null) {
            return given;
        }
        Address bound = BindMapping.bound(properties);
        if (!bound.isLoopback()) {
            return List.of();
        }
        Address usual = Address.of(bound.isV4() ? "127.0.0.1" : "::1", 1);
        return Stream.of(bound.withPort(1), usual)
                .distinct()
                .flatMap(
                        host ->
                                IntStream.rangeClosed(FIRST_PORT, LAST_PORT)
                                        .mapToObj(port -> host.withPort(port).toString()))
                .toList();
    }

    private static List<String> checkedSeeds(
            GossipDiscoveryProperties properties, List<String> given) {
        List<String> seeds = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            seeds.add(seed(PREFIX + ".seeds[" + i + "]", given.get(i), properties));
        }
        return seeds;
    }

    private static String seed(
            String property, @Nullable String given, GossipDiscoveryProperties properties) {
        String text = given == null ? "" : given.trim();
        String seed =
                text.startsWith(DNS)
                        ? text.substring(DNS.length()) + ":" + ownPort(property, properties)
                        : text;
        try {
            Seeds.parse(seed); // nothing is looked up
            return seed;
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is '" + text + "', which is not of the form host:port",
                    "Write a host name or IP address and a port, for example 10.0.0.8:"
                            + FIRST_PORT
                            + "; an IPv6 address goes into brackets: [fd00::8]:"
                            + FIRST_PORT
                            + ". Or write dns:name for all addresses of a name, srv:name for its"
                            + " records SRV, or file:path for a file with one seed a line.");
        }
    }

    /** At which port a name's nodes are: all nodes of a cluster are set alike. */
    private static int ownPort(String property, GossipDiscoveryProperties properties) {
        Integer bound = properties.bind().port();
        int advertised = properties.advertise().port();
        int port = advertised != 0 ? advertised : bound != null ? bound : FIRST_PORT;
        if (port == 0) {
            throw new InvalidGossipPropertyException(
                    property,
                    "names no port, and "
                            + PREFIX
                            + ".bind.port is 0, so that every node has"
                            + " another",
                    "Write the port behind the name, without 'dns:', or set "
                            + PREFIX
                            + ".bind.port to the one that all nodes have.");
        }
        return port;
    }

    private static Map<String, String> labels(GossipDiscoveryProperties properties) {
        Map<String, String> labels = new TreeMap<>();
        label(labels, Offer.REGION, properties.region());
        label(labels, Offer.ZONE, properties.zone());
        return checked(PREFIX + ".zone", () -> Offer.first(labels).labels());
    }

    private static void label(Map<String, String> labels, String name, @Nullable String value) {
        if (StringUtils.hasText(value)) {
            labels.put(name, value);
        }
    }

    private static void refuseKey(GossipDiscoveryProperties.Security security) {
        if (StringUtils.hasText(security.key())) {
            throw new InvalidGossipPropertyException(
                    BindMapping.SECURITY_KEY,
                    "is set, but encryption is not built yet; a key that protects nothing would be"
                            + " a false promise",
                    "Remove "
                            + BindMapping.SECURITY_KEY
                            + ". Stay on loopback, or set "
                            + BindMapping.SECURITY_MODE
                            + " to 'none' where the network itself keeps strangers out.");
        }
    }

    private static void requireNotNegative(String property, Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is " + duration + ", which is less than no time",
                    "Write a duration such as 500ms, or 0s for none.");
        }
    }

    private static void refuseServices(GossipDiscoveryProperties properties) {
        if (properties.observer() && !properties.services().isEmpty()) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".services[0]",
                    "is set, but this application is an observer, which is no member and registers"
                            + " nothing",
                    "Remove "
                            + PREFIX
                            + ".services, or remove "
                            + PREFIX
                            + ".observer to be a member.");
        }
    }

    private static void requireTime(JoinProperties join) {
        if (join.timeout().isNegative() || join.timeout().isZero()) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".join.timeout",
                    "is " + join.timeout() + ", which leaves no time to reach anybody",
                    "Write a duration such as 30s; whether to wait at all says "
                            + PREFIX
                            + ".join.required.");
        }
    }

    private static void requireUsable(RegistrationProperties registration) {
        Integer port = registration.port();
        if (port != null && (port < 0 || port > 65535)) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".registration.port",
                    "is " + port + ", which is not a port",
                    "Write the port under which callers reach this application, 1 to 65535; or 0"
                            + " to announce it without a port.");
        }
        String health = PREFIX + ".registration.health";
        requireNotNegative(health + ".interval", registration.health().interval());
        requireNotNegative(health + ".debounce", registration.health().debounce());
    }
}
