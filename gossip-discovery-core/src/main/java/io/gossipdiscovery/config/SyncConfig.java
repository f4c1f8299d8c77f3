package io.gossipdiscovery.config;

import java.time.Duration;

/**
 * How differing beliefs are made equal, and how islands find each other.
 *
 * @param quiet how long nothing new may have been heard before a differing view counts as a
 *     difference rather than as news on its way. More than twice the time a rumor takes. Default
 *     300 ms
 * @param interval least time between two exchanges that one node begins. Default 1 s
 * @param joinInterval how often a lonely node asks all its seeds, for ever. Default 1 s
 * @param rejoinInterval how often a node that is not alone tries one address that it does not hold
 *     for alive: a seed, or a member that died. Stretched with the size of the cluster, so that the
 *     whole cluster tries about equally often. Default 2 s
 * @param reapAfter how long the dead and the departed are remembered. A partition that lasts longer
 *     heals through seeds only. Default 1 h
 */
public record SyncConfig(
        Duration quiet,
        Duration interval,
        Duration joinInterval,
        Duration rejoinInterval,
        Duration reapAfter) {

    public SyncConfig {
        Checks.between("sync.quiet", quiet, Duration.ofMillis(10), Duration.ofMinutes(1));
        Checks.between("sync.interval", interval, Duration.ofMillis(50), Duration.ofMinutes(10));
        Checks.between(
                "sync.join-interval", joinInterval, Duration.ofMillis(100), Duration.ofMinutes(10));
        Checks.between(
                "sync.rejoin-interval",
                rejoinInterval,
                Duration.ofMillis(100),
                Duration.ofMinutes(10));
        Checks.between("sync.reap-after", reapAfter, Duration.ofSeconds(10), Duration.ofDays(7));
    }

    public long quietNanos() {
        return quiet.toNanos();
    }

    public long intervalNanos() {
        return interval.toNanos();
    }

    public long joinIntervalNanos() {
        return joinInterval.toNanos();
    }

    public long rejoinIntervalNanos() {
        return rejoinInterval.toNanos();
    }

    public long reapAfterNanos() {
        return reapAfter.toNanos();
    }
}
