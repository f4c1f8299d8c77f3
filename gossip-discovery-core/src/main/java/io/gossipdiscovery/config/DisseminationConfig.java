package io.gossipdiscovery.config;

import java.time.Duration;
import java.util.Objects;

/**
 * How rumors spread.
 *
 * @param fanOut random members told in each round. Default 3
 * @param eagerDelay how long news waits for company before it is passed on the first time. Below
 *     about 15 ms one trades packets for milliseconds nobody can use. Default 15 ms
 * @param interval between later rounds, which go on as long as there is something left to say;
 *     silent otherwise. Default 100 ms
 * @param extraCopies each node tells a doubt, or its refutation, ⌈ln n⌉ + this many times: e^-extra
 *     members are expected to miss it without loss, and the next probe repairs that. What lasts (a
 *     first word of life, a verdict, a farewell, an offer) is told ⌈ln n⌉ + twice this many times.
 *     Default 3
 * @param packetBytes largest datagram, everything above UDP included. 1,400 fits Ethernet with room
 *     for tunnels. Default 1,400
 * @param mode whether who has news tells it, who misses it asks, or both. Default push-pull
 * @param crossZoneShare the chance of each member that is told or asked to be drawn from all rather
 *     than from the own zone, 0.01 to 1. Less than 1 only where traffic between zones is paid for:
 *     it saves much of what news costs there, but a zone of one or two hears of some news late.
 *     Probes and their helpers know no zones. Default 1, no bias
 * @param bytesPerSecond what a node may send, 16,384 or more; as much as comes in one second may go
 *     at once. Rounds of rumors wait beyond it, probes and refutations do not. Of the order of
 *     fan-out × packet bytes / eager delay, the most that a flood of news asks for. Less where a
 *     network must be spared a storm, which then lasts longer. Default 256,000
 */
public record DisseminationConfig(
        int fanOut,
        Duration eagerDelay,
        Duration interval,
        int extraCopies,
        int packetBytes,
        DisseminationMode mode,
        double crossZoneShare,
        int bytesPerSecond) {

    /** A budget that nobody reaches. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public DisseminationConfig {
        Checks.between("dissemination.fan-out", fanOut, 1, 16);
        Checks.between(
                "dissemination.eager-delay", eagerDelay, Duration.ZERO, Duration.ofSeconds(1));
        Checks.between(
                "dissemination.interval", interval, Duration.ofMillis(10), Duration.ofSeconds(10));
        Checks.between("dissemination.extra-copies", extraCopies, 1, 20);
        Checks.between("dissemination.packet-bytes", packetBytes, 512, 1400);
        Objects.requireNonNull(mode, "dissemination.mode");
        Checks.between("dissemination.cross-zone-share", crossZoneShare, 0.01, 1);
        Checks.between("dissemination.bytes-per-second", bytesPerSecond, 16 * 1024, UNLIMITED);
    }

    /** The same, but for who begins. */
    public DisseminationConfig withMode(DisseminationMode mode) {
        return new DisseminationConfig(
                fanOut,
                eagerDelay,
                interval,
                extraCopies,
                packetBytes,
                mode,
                crossZoneShare,
                bytesPerSecond);
    }

    /** The same, but for how much of the news goes to all zones. */
    public DisseminationConfig withCrossZoneShare(double crossZoneShare) {
        return new DisseminationConfig(
                fanOut,
                eagerDelay,
                interval,
                extraCopies,
                packetBytes,
                mode,
                crossZoneShare,
                bytesPerSecond);
    }

    /** The same, but for the byte budget. */
    public DisseminationConfig withBytesPerSecond(int bytesPerSecond) {
        return new DisseminationConfig(
                fanOut,
                eagerDelay,
                interval,
                extraCopies,
                packetBytes,
                mode,
                crossZoneShare,
                bytesPerSecond);
    }

    public long eagerDelayNanos() {
        return eagerDelay.toNanos();
    }

    public long intervalNanos() {
        return interval.toNanos();
    }
}
