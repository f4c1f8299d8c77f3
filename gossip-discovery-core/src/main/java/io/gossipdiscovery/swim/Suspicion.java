package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;

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
    private final long hungNanos;
    private boolean isHung;

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
            Evidence evidence,
            long startNanos) {
        // Half of the others, as at small sizes not all can be had (performance.md, section 5).
        this.expected = Math.min(config.confirmations(), others / 2);
        this.startNanos = startNanos;
        this.minimumNanos = minimumNanos;
        this.maximumNanos = minimumNanos * config.maximumFactor();
        this.hungNanos = Math.max(maximumNanos, config.hungTimeoutNanos());
        accusers.add(accuser);
        this.isHung = evidence == Evidence.HUNG;
    }

    long startNanos() {
        return startNanos;
    }

    /**
     * Counts an accuser and what it saw; whether that was new and matters. One word that the
     * process is there is enough: it cannot be wrong the way that silence can.
     */
    boolean confirm(Address accuser, Evidence evidence) {
        boolean isNewEvidence = evidence == Evidence.HUNG && !isHung;
        isHung |= evidence == Evidence.HUNG;
        boolean isNewAccuser = accusers.size() <= expected && !accusers.contains(accuser);
        if (isNewAccuser) {
            accusers.add(accuser);
        }
        return isNewEvidence || isNewAccuser;
    }

    /** Hung where anyone saw it so. */
    Evidence evidence() {
        return isHung ? Evidence.HUNG : Evidence.SILENT;
    }

    /**
     * Whether it is too early to believe another's verdict: within half of the least time-out, in
     * which a refutation could be on its way; and where the process is known to be there, all the
     * time.
     */
    boolean isYoung(long nowNanos) {
        return nowNanos < (isHung ? deadlineNanos() : startNanos + minimumNanos / 2);
    }

    /** When the time to refute is over. */
    long deadlineNanos() {
        long timeout =
                isHung
                        ? hungNanos
                        : timeoutNanos(accusers.size() - 1, expected, minimumNanos, maximumNanos);
        return startNanos + timeout;
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
