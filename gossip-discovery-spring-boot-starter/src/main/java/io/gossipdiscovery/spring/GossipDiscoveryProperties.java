package io.gossipdiscovery.spring;

import io.gossipdiscovery.config.DisseminationMode;
import io.gossipdiscovery.config.SecurityMode;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the application's settings say of its node, under {@code gossip.discovery}. Names equal
 * those of the core's configuration; what is unset comes from the preset. Immutable.
 *
 * @param enabled Whether to take part in service discovery at all.
 * @param cluster Name of the cluster. Nodes of other clusters are ignored.
 * @param observer Whether this application only looks on: it knows who is there and what they
 *     serve, but is no member itself and registers nothing.
 * @param preset Timings to start from. 'auto' is 'local' on a loopback address and 'lan' elsewhere.
 * @param bind Where the node listens.
 * @param advertise Where others find the node.
 * @param seeds Nodes to ask first, each as host:port, dns:name, srv:name or file:path. All are
 *     looked up again and again. On a loopback address the default is ports 7946 to 7955 of this
 *     machine.
 * @param join What the start waits for.
 * @param region Data centre of this application, announced to callers as metadata 'region'.
 * @param zone Availability zone of this application, announced to callers as metadata 'zone'.
 * @param serviceName Name under which callers ask for this application. Default is
 *     spring.application.name.
 * @param instanceId Name of this instance, unique in the cluster. Default is the service name and
 *     some random letters.
 * @param metadata Anything else that callers may want to know of this instance.
 * @param instance What this instance tells callers of itself.
 * @param services Further services of this process, such as a gRPC server.
 * @param registration How this application announces itself.
 * @param health What the node's health says.
 * @param security Protection of the node's packets.
 * @param order Order of the discovery client among others. The lowest that knows a service answers.
 * @param shutdown What happens before the application ends.
 * @param loadBalancer Which instances callers get, and what the load balancer may keep.
 * @param probe How members are checked.
 * @param suspicion How long suspects have to refute.
 * @param dissemination How rumors spread.
 * @param sync How differing beliefs are made equal.
 */
@ConfigurationProperties(GossipDiscoveryProperties.PREFIX)
public record GossipDiscoveryProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("default") String cluster,
        @DefaultValue("false") boolean observer,
        @DefaultValue("auto") Preset preset,
        @DefaultValue Bind bind,
        @NestedConfigurationProperty @DefaultValue AdvertiseProperties advertise,
        @Nullable List<String> seeds,
        @NestedConfigurationProperty @DefaultValue JoinProperties join,
        @Nullable String region,
        @Nullable String zone,
        @Nullable String serviceName,
        @Nullable String instanceId,
        @DefaultValue Map<String, String> metadata,
        @NestedConfigurationProperty @DefaultValue InstanceProperties instance,
        @DefaultValue List<ServiceProperties> services,
        @NestedConfigurationProperty @DefaultValue RegistrationProperties registration,
        @NestedConfigurationProperty @DefaultValue HealthProperties health,
        @DefaultValue Security security,
        @DefaultValue("0") int order,
        @DefaultValue Shutdown shutdown,
        @NestedConfigurationProperty @DefaultValue LoadBalancerSettings loadBalancer,
        @DefaultValue Probe probe,
        @DefaultValue Suspicion suspicion,
        @DefaultValue Dissemination dissemination,
        @DefaultValue Sync sync) {

    /** What all names of ours begin with. */
    public static final String PREFIX = "gossip.discovery";

    /** What the application says, with the defaults for what it does not. */
    @ConstructorBinding
    public GossipDiscoveryProperties {
        metadata = Map.copyOf(metadata);
        services = List.copyOf(services);
    }

    /**
     * The settings of an application that says nothing. Spring Cloud asks for them when the
     * environment changes, and would complain in the log if there were none.
     */
    GossipDiscoveryProperties() {
        this(
                true,
                "default",
                false,
                Preset.AUTO,
                new Bind("127.0.0.1", null),
                AdvertiseProperties.DEFAULT,
                null,
                JoinProperties.DEFAULT,
                null,
                null,
                null,
                null,
                Map.of(),
                new InstanceProperties(null, null, null, null, Map.of()),
                List.of(),
                new RegistrationProperties(
                        true,
                        null,
                        null,
                        null,
                        new RegistrationProperties.Management(false),
                        new RegistrationProperties.Health(
                                null, Duration.ofSeconds(1), Duration.ofSeconds(3))),
                new HealthProperties("UP"),
                new Security(null, SecurityMode.AUTO),
                0,
                new Shutdown(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                LoadBalancerSettings.DEFAULT,
                new Probe(null, null, null, null, null, null),
                new Suspicion(null, null, null, null, null),
                new Dissemination(null, null, null, null, null, null, null, null),
                new Sync(null, null, null, null, null));
    }

    /** Timings to start from. */
    public enum Preset {
        /** {@code LOCAL} on a loopback address, {@code LAN} elsewhere. */
        AUTO,
        /** One machine. */
        LOCAL,
        /** One data centre. */
        LAN,
        /** Several sites. */
        WAN
    }

    /**
     * Where the node listens.
     *
     * @param address IP literal to bind; 0.0.0.0 or '::' for all. Beyond loopback a key or an
     *     explicit opt-out is asked for.
     * @param port Port for datagrams and streams alike, 0 for any free one. Default is the first
     *     free one of 7946 to 7955.
     */
    public record Bind(@DefaultValue("127.0.0.1") String address, @Nullable Integer port) {}

    /**
     * Protection of the node's packets.
     *
     * @param key Shared secret of the cluster. Not available yet, and refused until it is.
     * @param mode Whether a key is needed beyond loopback. 'none' is the explicit opt-out.
     */
    public record Security(@Nullable String key, @DefaultValue("auto") SecurityMode mode) {

        /** Never shows the key. */
        @Override
        public String toString() {
            return "Security[mode=" + mode + "]";
        }
    }

    /**
     * What happens before the application ends.
     *
     * @param drain How long to wait at most until all other nodes are known to have seen that this
     *     instance is draining, before the web server closes its door.
     * @param grace How long the node may take to say farewell.
     */
    public record Shutdown(
            @DefaultValue("2s") Duration drain, @DefaultValue("1s") Duration grace) {}

    /**
     * How members are checked.
     *
     * @param interval Protocol period: every node probes one member in each.
     * @param timeout How long one attempt may take.
     * @param attempts Direct pings in one probe. All must fit into the interval.
     * @param helpers Members asked to ping for us when a direct ping stays unanswered.
     * @param healthCeiling How many times poor local health may stretch interval and timeout.
     * @param lifelines Idle connections to others that show at once when a process ends; 0 for
     *     none.
     */
    public record Probe(
            @Nullable Duration interval,
            @Nullable Duration timeout,
            @Nullable Integer attempts,
            @Nullable Integer helpers,
            @Nullable Integer healthCeiling,
            @Nullable Integer lifelines) {}

    /**
     * How long suspects have to refute.
     *
     * @param minimum Time-out once enough others confirmed the suspicion.
     * @param maximumFactor Time-out before anyone confirmed, as a multiple of the minimum.
     * @param confirmations Distinct further accusers after which only the minimum remains.
     * @param hungTimeout Time-out of a suspect whose machine still accepts connections: it may only
     *     be paused, and is avoided meanwhile.
     * @param isolationTimeout How long a node that nobody answers declares nobody dead.
     */
    public record Suspicion(
            @Nullable Duration minimum,
            @Nullable Integer maximumFactor,
            @Nullable Integer confirmations,
            @Nullable Duration hungTimeout,
            @Nullable Duration isolationTimeout) {}

    /**
     * How rumors spread.
     *
     * @param fanOut Random members told in each round.
     * @param eagerDelay How long news waits for company before it is passed on the first time.
     * @param interval Time between later rounds.
     * @param extraCopies Copies of a rumor beyond the logarithm of the cluster's size.
     * @param packetBytes Largest datagram.
     * @param mode Whether who has news tells it, who misses it asks, or both.
     * @param crossZoneShare Chance of each member that is told to be drawn from all rather than
     *     from the own zone. Less than 1 where traffic between zones is paid for.
     * @param bytesPerSecond What a node may send. Rumors wait beyond it, probes do not.
     */
    public record Dissemination(
            @Nullable Integer fanOut,
            @Nullable Duration eagerDelay,
            @Nullable Duration interval,
            @Nullable Integer extraCopies,
            @Nullable Integer packetBytes,
            @Nullable DisseminationMode mode,
            @Nullable Double crossZoneShare,
            @Nullable Integer bytesPerSecond) {}

    /**
     * How differing beliefs are made equal.
     *
     * @param quiet How long nothing new may have been heard before a differing view counts as such.
     * @param interval Least time between two exchanges that one node begins.
     * @param joinInterval How often a lonely node asks all its seeds.
     * @param rejoinInterval How often a node that is not alone tries an address that it holds for
     *     dead.
     * @param reapAfter How long the dead and the departed are remembered.
     */
    public record Sync(
            @Nullable Duration quiet,
            @Nullable Duration interval,
            @Nullable Duration joinInterval,
            @Nullable Duration rejoinInterval,
            @Nullable Duration reapAfter) {}
}
