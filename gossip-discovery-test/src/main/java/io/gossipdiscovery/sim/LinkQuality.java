package io.gossipdiscovery.sim;

import java.time.Duration;

/**
 * How well packets travel from one node to another. Immutable; begin with {@link #calm} and name
 * the differences.
 *
 * <p>Packets overtake each other where the delays spread; stragglers do so grossly. On streams loss
 * costs time instead of packets, as it does with TCP, and corruption and duplication do not occur.
 *
 * @param minDelayNanos the quickest way there, above 0
 * @param maxDelayNanos the slowest; delays are spread evenly between the two
 * @param loss which part of the datagrams vanishes, 0 to 1
 * @param duplication which part of the datagrams arrives twice
 * @param straggling which part of the datagrams comes late, by up to {@code stragglerNanos}
 * @param stragglerNanos how late at most
 * @param corruption which part of the datagrams arrives with flipped bits, cut short or as garbage
 */
public record LinkQuality(
        long minDelayNanos,
        long maxDelayNanos,
        double loss,
        double duplication,
        double straggling,
        long stragglerNanos,
        double corruption) {

    public LinkQuality {
        if (minDelayNanos < 1 || maxDelayNanos < minDelayNanos || stragglerNanos < 0) {
            throw new IllegalArgumentException(
                    "delays are positive and in order, not "
                            + minDelayNanos
                            + ", "
                            + maxDelayNanos
                            + ", "
                            + stragglerNanos);
        }
        checkPart("loss", loss);
        checkPart("duplication", duplication);
        checkPart("straggling", straggling);
        checkPart("corruption", corruption);
    }

    /** A quiet data centre: 0.1 to 0.5 ms, and nothing goes wrong. */
    public static LinkQuality calm() {
        return new LinkQuality(100_000, 500_000, 0, 0, 0, 0, 0);
    }

    public LinkQuality withDelay(Duration min, Duration max) {
        return new LinkQuality(
                min.toNanos(),
                max.toNanos(),
                loss,
                duplication,
                straggling,
                stragglerNanos,
                corruption);
    }

    public LinkQuality withLoss(double loss) {
        return new LinkQuality(
                minDelayNanos,
                maxDelayNanos,
                loss,
                duplication,
                straggling,
                stragglerNanos,
                corruption);
    }

    public LinkQuality withDuplication(double duplication) {
        return new LinkQuality(
                minDelayNanos,
                maxDelayNanos,
                loss,
                duplication,
                straggling,
                stragglerNanos,
                corruption);
    }

    public LinkQuality withStragglers(double straggling, Duration atMost) {
        return new LinkQuality(
                minDelayNanos,
                maxDelayNanos,
                loss,
                duplication,
                straggling,
                atMost.toNanos(),
                corruption);
    }

    public LinkQuality withCorruption(double corruption) {
        return new LinkQuality(
                minDelayNanos,
                maxDelayNanos,
                loss,
                duplication,
                straggling,
                stragglerNanos,
                corruption);
    }

    private static void checkPart(String name, double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, but is " + part);
        }
    }
}
