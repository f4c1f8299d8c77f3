package io.gossipdiscovery.swim;

/**
 * How often we may say something new of what we serve: whatever an application does in a loop, the
 * others hear of it at a bounded rate, and always of the last (S57). A few changes may go at once,
 * as at a start. A change by which callers must stop calling an instance may draw further on the
 * future: it has to wait only where there were many of its kind.
 */
final class OfferPace {
    /** In the long run one offer in this time. */
    static final long INTERVAL_NANOS = 400_000_000L;

    /** So many may follow each other at once after a rest. */
    static final int BURST = 4;

    /** So many where callers must stop calling. */
    static final int URGENT_BURST = 32;

    /** Until when the offers that went out have used up the rate. */
    private long spentUntilNanos;

    OfferPace(long nowNanos) {
        spentUntilNanos = nowNanos;
    }

    /** For how long the next offer has to wait; 0 if it may go. */
    long waitNanos(long nowNanos, boolean isUrgent) {
        long credit = INTERVAL_NANOS * ((isUrgent ? URGENT_BURST : BURST) - 1);
        return Math.max(0, spentUntilNanos - nowNanos - credit);
    }

    /** An offer goes out. */
    void spend(long nowNanos) {
        long from = spentUntilNanos - nowNanos > 0 ? spentUntilNanos : nowNanos;
        spentUntilNanos = from + INTERVAL_NANOS;
    }
}
