package io.gossipdiscovery.config;

import java.time.Duration;

/**
 * How long a suspect has to refute (Lifeguard IV-B).
 *
 * @param minimum the time-out once enough others confirmed, or where there are no others. At least
 *     twice the time that a rumor needs to reach everyone under loss, since the accusation must get
 *     there and the refutation back; long enough for an ordinary pause of a JVM. Default 2 s
 * @param maximumFactor the time-out before anyone confirmed, as a multiple of the minimum. Default
 *     3
 * @param confirmations distinct further accusers after which only the minimum remains; fewer are
 *     asked for where the cluster is too small. Default 3
 * @param hungTimeout the time-out of a suspect whose machine still accepts connections for it: the
 *     process is there and may only be paused, so it is avoided at once but declared dead late.
 *     Longer than the longest pause to be survived. Default 30 s
 * @param isolationTimeout how long a node that nobody answers takes the fault to be its own, and
 *     declares nobody dead. In a cluster of at least four. Default 5 min
 */
public record SuspicionConfig(
        Duration minimum,
        int maximumFactor,
        int confirmations,
        Duration hungTimeout,
        Duration isolationTimeout) {

    public SuspicionConfig {
        Checks.between("suspicion.minimum", minimum, Duration.ofMillis(100), Duration.ofMinutes(5));
        Checks.between("suspicion.maximum-factor", maximumFactor, 1, 20);
        Checks.between("suspicion.confirmations", confirmations, 0, 16);
        Checks.between("suspicion.hung-timeout", hungTimeout, minimum, Duration.ofHours(1));
        Checks.between(
                "suspicion.isolation-timeout",
                isolationTimeout,
                Duration.ofSeconds(1),
                Duration.ofDays(1));
    }

    public long minimumNanos() {
        return minimum.toNanos();
    }

    public long isolationTimeoutNanos() {
        return isolationTimeout.toNanos();
    }

    public long hungTimeoutNanos() {
        return hungTimeout.toNanos();
    }
}
