package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Which instances callers get, and what Spring Cloud LoadBalancer may keep, under {@code
 * gossip.discovery.load-balancer}. Immutable.
 *
 * @param cache What happens to the load balancer's cached instances when the catalog changes.
 * @param suspects Whether callers get instances on nodes that are doubted or come and go.
 * @param quarantine What follows from calls that could not reach an instance.
 */
public record LoadBalancerSettings(
        @DefaultValue("evict") Cache cache,
        @DefaultValue("last-resort") Suspects suspects,
        @DefaultValue Quarantine quarantine) {

    /** The settings of an application that says nothing. */
    static final LoadBalancerSettings DEFAULT =
            new LoadBalancerSettings(
                    Cache.EVICT, Suspects.LAST_RESORT, new Quarantine(true, Duration.ofSeconds(5)));

    private static final Duration LONGEST_QUARANTINE = Duration.ofMinutes(1);

    /** What happens to the load balancer's cache when the catalog changes. */
    public enum Cache {
        /** Touched services are taken out of it. */
        EVICT,
        /** Services found by gossip never get into it. */
        BYPASS,
        /** Nothing: callers see changes when entries expire, after 35 s by default. */
        LEAVE
    }

    /** Whether callers get instances on nodes that are doubted or come and go. */
    public enum Suspects {
        /** Only where no other is left: a doubted instance beats none. */
        LAST_RESORT,
        /** Not even then. */
        NEVER,
        /** Like any other, until their node is declared dead. */
        ALWAYS
    }

    /**
     * What follows from calls that could not reach an instance.
     *
     * @param enabled Whether this application avoids, for a moment, an instance that refused or
     *     broke its connection, and asks its node to look at once.
     * @param duration How long such an instance is avoided at most, while there are others.
     */
    public record Quarantine(
            @DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration duration) {}

    /** Complains of what cannot be worked with. */
    void check() {
        Duration duration = quarantine.duration();
        if (duration.isNegative()
                || duration.isZero()
                || duration.compareTo(LONGEST_QUARANTINE) > 0) {
            String prefix = GossipDiscoveryProperties.PREFIX + ".load-balancer.quarantine";
            throw new InvalidGossipPropertyException(
                    prefix + ".duration",
                    "is " + duration + ", but must be above 0 and at most 1 minute",
                    "Set it to a few seconds, or switch it off with " + prefix + ".enabled=false.");
        }
    }
}
