package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.Address;

import java.util.ArrayList;
import java.util.List;

/**
 * One suspicion: who accused, and until when the suspect may refute (Lifeguard IV-B).
 *
 * <p>A single accuser may be the sick one, so the time-out starts long; each independent
 * confirmation shortens it logarithmically towards the minimum.
 */
final class Suspicion {
    private final List<Address> accusers = new ArrayList<>();
    private final int expected;
    private final long startNanos;
    private final long minimumNanos;
    private final long maximumNanos;

    /** The alarm that ends it; kept here so that it can be moved. */
    Timers.Alarm alarm;

    /**
     * Opens a suspicion.
     *
     * @param others how many live members there are beside the suspect and ourselves: they could
     *     confirm
     * @param minimumNanos the least time-out, stretched by local health already
     */
    Suspicion(
            SuspicionConfig config,
            int others,
            long minimumNanos,
            Address accuser,
            long startNanos) {
        // Half of the others, as at small sizes not all can be had (performance.md, section 5).
        this.expected = Math.min(config.confirmations(), others / 2);
        this.startNanos = startNanos;
        this.minimumNanos = minimumNanos;
        this.maximumNanos = minimumNanos * config.maximumFactor();
        accusers.add(accuser);
    }

    long startNanos() {
        return startNanos;
    }

    /** The first accuser. */
    Address accuser() {
        return accusers.get(0);
    }

    /** Counts an accuser; whether it was a new one and still needed. */
    boolean confirm(Address accuser) {
        if (accusers.size() > expected || accusers.contains(accuser)) {
            return false;
        }
        accusers.add(accuser);
        return true;
    }

    /** When the time to refute is over. */
    long deadlineNanos() {
        return startNanos + timeoutNanos(accusers.size() - 1, expected, minimumNanos, maximumNanos);
    }

    /**
     * {@code max(min, max − (max − min) · ln(c + 1) / ln(k + 1))} for c confirmations of k
     * expected. Where none can be expected, the minimum decides alone.
     */
    static long timeoutNanos(int confirmed, int expected, long minimum, long maximum) {
        if (expected < 1) {
            return minimum;
        }
        double share = Math.log(confirmed + 1.0) / Math.log(expected + 1.0);
        return Math.max(minimum, maximum - (long) ((maximum - minimum) * share));
    }
}
