package io.gossipdiscovery.config;

import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.Offer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a node is told before it starts. Immutable; made from a preset, written as
 * differences:
 *
 * <pre>{@code
 * GossipConfig config = GossipConfig.lan().cluster("shop").bind("10.0.0.7", 7946)
 *         .seeds("10.0.0.8:7946", "seeds.example:7946").build();
 * }</pre>
 *
 * @param cluster name of the cluster; on every packet, so that two clusters never mix. Default
 *     {@code default}
 * @param bind where to listen and what to advertise
 * @param seeds nodes to ask first, each as {@code host:port}, {@code srv:name} or {@code
 *     file:path}; what these lead to is looked up again and again. The own address may be among
 *     them
 * @param labels facts about the node, such as region and zone
 * @param isObserver whether the node only looks on: it learns who is there and what they serve, but
 *     is no member itself, and offers nothing. Default false
 * @param security whether a node may listen beyond loopback without a key
 * @param probe how members are checked
 * @param suspicion how long suspects have to refute
 * @param dissemination how rumors spread
 * @param sync how differing beliefs are made equal
 * @param protection switches of the protections, for experiments
 */
public record GossipConfig(
        String cluster,
        BindConfig bind,
        List<String> seeds,
        SortedMap<String, String> labels,
        boolean isObserver,
        SecurityMode security,
        ProbeConfig probe,
        SuspicionConfig suspicion,
        DisseminationConfig dissemination,
        SyncConfig sync,
        ProtectionConfig protection) {

    private static final Duration HUNG_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ISOLATION_TIMEOUT = Duration.ofMinutes(5);

    public GossipConfig {
        if (cluster == null
                || cluster.isBlank()
                || Limits.utf8Length(cluster) > Limits.NAME_BYTES) {
            throw new IllegalArgumentException(
                    "cluster must be a name of 1 to " + Limits.NAME_BYTES + " bytes");
        }
        seeds = List.copyOf(seeds);
        labels = Offer.first(labels).labels(); // checked here, where the caller hears of it
    }

    /** The same, listening elsewhere. */
    public GossipConfig withBind(BindConfig bind) {
        return new GossipConfig(
                cluster,
                bind,
                seeds,
                labels,
                isObserver,
                security,
                probe,
                suspicion,
                dissemination,
                sync,
                protection);
    }

    /** The same as an observer, or as a member. */
    public GossipConfig withObserver(boolean isObserver) {
        return new GossipConfig(
                cluster,
                bind,
                seeds,
                labels,
                isObserver,
                security,
                probe,
                suspicion,
                dissemination,
                sync,
                protection);
    }

    /** The same with other protections. */
    public GossipConfig withProtection(ProtectionConfig protection) {
        return new GossipConfig(
                cluster,
                bind,
                seeds,
                labels,
                isObserver,
                security,
                probe,
                suspicion,
                dissemination,
                sync,
                protection);
    }

    /** One data centre: probes every second, a silent member is gone in about four. The default. */
    public static Builder lan() {
        return new Builder();
    }

    /** One machine: as {@link #lan()} with half the protocol period and a shorter suspicion. */
    public static Builder local() {
        Builder local = new Builder();
        local.probe = new ProbeConfig(Duration.ofMillis(500), Duration.ofMillis(150), 3, 3, 8);
        local.suspicion =
                new SuspicionConfig(Duration.ofMillis(1500), 3, 3, HUNG_TIMEOUT, ISOLATION_TIMEOUT);
        local.sync =
                new SyncConfig(
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofHours(1));
        return local;
    }

    /** Several sites: as {@link #lan()} with three times the patience. */
    public static Builder wan() {
        Builder wan = new Builder();
        wan.probe = new ProbeConfig(Duration.ofSeconds(3), Duration.ofSeconds(1), 3, 3, 8);
        wan.suspicion =
                new SuspicionConfig(Duration.ofSeconds(6), 3, 3, HUNG_TIMEOUT, ISOLATION_TIMEOUT);
        wan.sync =
                new SyncConfig(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(6),
                        Duration.ofHours(1));
        return wan;
    }

    /** Collects differences to a preset. Not thread-safe. */
    public static final class Builder {
        private String cluster = "default";
        private BindConfig bind = new BindConfig("127.0.0.1", 0, 0, "", 0);
        private List<String> seeds = List.of();
        private Map<String, String> labels = Map.of();
        private boolean isObserver;
        private SecurityMode security = SecurityMode.AUTO;
        private ProbeConfig probe =
                new ProbeConfig(Duration.ofSeconds(1), Duration.ofMillis(200), 3, 3, 8);
        private SuspicionConfig suspicion =
                new SuspicionConfig(Duration.ofSeconds(2), 3, 3, HUNG_TIMEOUT, ISOLATION_TIMEOUT);
        private DisseminationConfig dissemination =
                new DisseminationConfig(
                        3,
                        Duration.ofMillis(15),
                        Duration.ofMillis(100),
                        3,
                        1400,
                        DisseminationMode.PUSH_PULL,
                        1,
                        256_000);
        private SyncConfig sync =
                new SyncConfig(
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofHours(1));
        private ProtectionConfig protection = ProtectionConfig.ALL;

        private Builder() {}

        public Builder cluster(String cluster) {
            this.cluster = cluster;
            return this;
        }

        /** Binds this IP literal and port; port 0 is any free one. */
        public Builder bind(String address, int port) {
            return bind(new BindConfig(address, port, port, "", 0));
        }

        public Builder bind(BindConfig bind) {
            this.bind = bind;
            return this;
        }

        public Builder seeds(String... seeds) {
            return seeds(List.of(seeds));
        }

        public Builder seeds(List<String> seeds) {
            this.seeds = seeds;
            return this;
        }

        public Builder labels(Map<String, String> labels) {
            this.labels = labels;
            return this;
        }

        /** Whether to look on only, without being a member. */
        public Builder observer(boolean isObserver) {
            this.isObserver = isObserver;
            return this;
        }

        public Builder security(SecurityMode security) {
            this.security = security;
            return this;
        }

        public Builder probe(ProbeConfig probe) {
            this.probe = probe;
            return this;
        }

        public Builder suspicion(SuspicionConfig suspicion) {
            this.suspicion = suspicion;
            return this;
        }

        public Builder dissemination(DisseminationConfig dissemination) {
            this.dissemination = dissemination;
            return this;
        }

        public Builder sync(SyncConfig sync) {
            this.sync = sync;
            return this;
        }

        /** For experiments; see {@link ProtectionConfig}. */
        public Builder protection(ProtectionConfig protection) {
            this.protection = protection;
            return this;
        }

        /** The timings as they stand, for a difference to them. */
        public ProbeConfig probe() {
            return probe;
        }

        public SuspicionConfig suspicion() {
            return suspicion;
        }

        public DisseminationConfig dissemination() {
            return dissemination;
        }

        public SyncConfig sync() {
            return sync;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException naming the property that is out of range
         */
        public GossipConfig build() {
            return new GossipConfig(
                    cluster,
                    bind,
                    seeds,
                    new TreeMap<>(labels),
                    isObserver,
                    security,
                    probe,
                    suspicion,
                    dissemination,
                    sync,
                    protection);
        }
    }
}
