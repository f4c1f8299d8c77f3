package io.gossipdiscovery.config;

import java.time.Duration;

/**
 * How members are checked (SWIM 3.1, Lifeguard IV-A).
 *
 * @param interval the protocol period: every node probes one member in each. A silent member waits
 *     one interval on average for its first failed probe, at any cluster size; idle traffic is
 *     inverse to it. Default 1 s; 3 s between sites
 * @param timeout how long one attempt may take. Several times the usual round trip; shorter makes
 *     suspicion quicker and false under load. Default 200 ms
 * @param attempts direct pings in one probe, a timeout apart. With 1 the helpers get a timeout of
 *     their own after it (SWIM 3.1). All must fit into the interval. With loss p a probe of a
 *     attempts fails by chance with (1-(1-p)²)^a before any helper is asked. Default 3
 * @param helpers members asked to ping for us after each unanswered attempt but the last, or after
 *     the only one. Default 3
 * @param healthCeiling how many times local health may stretch interval and timeout: a node that
 *     misses answers waits up to this many times longer before it accuses. 1 switches local health
 *     off. Default 8
 * @param lifelines idle connections that each node keeps to its successors on a ring, so that the
 *     end of a process is noticed at once by as many others. Two are needed for a proof; 0 switches
 *     them off, where idle connections cost too much. Default 3
 */
public record ProbeConfig(
        Duration interval,
        Duration timeout,
        int attempts,
        int helpers,
        int healthCeiling,
        int lifelines) {

    private static final int LIFELINES = 3;

    /** With three lifelines. */
    public ProbeConfig(
            Duration interval, Duration timeout, int attempts, int helpers, int healthCeiling) {
        this(interval, timeout, attempts, helpers, healthCeiling, LIFELINES);
    }

    public ProbeConfig {
        Checks.between("probe.interval", interval, Duration.ofMillis(100), Duration.ofMinutes(1));
        Checks.between("probe.timeout", timeout, Duration.ofMillis(10), Duration.ofSeconds(30));
        Checks.between("probe.attempts", attempts, 1, 10);
        Checks.between("probe.helpers", helpers, 0, 16);
        Checks.between("probe.health-ceiling", healthCeiling, 1, 32);
        Checks.between("probe.lifelines", lifelines, 0, 16);
        if (timeout.multipliedBy(Math.max(2, attempts)).compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "probe.attempts times probe.timeout must fit into probe.interval, but "
                            + Math.max(2, attempts)
                            + " × "
                            + timeout
                            + " is more than "
                            + interval);
        }
    }

    public ProbeConfig withLifelines(int lifelines) {
        return new ProbeConfig(interval, timeout, attempts, helpers, healthCeiling, lifelines);
    }

    public long intervalNanos() {
        return interval.toNanos();
    }

    public long timeoutNanos() {
        return timeout.toNanos();
    }

    /** Steps of a probe, each a timeout long: the attempts, or one and then helpers alone. */
    public int steps() {
        return Math.max(2, attempts);
    }

    /** How long a whole unanswered probe takes before local health stretches it. */
    public long probeNanos() {
        return timeout.toNanos() * steps();
    }
}
