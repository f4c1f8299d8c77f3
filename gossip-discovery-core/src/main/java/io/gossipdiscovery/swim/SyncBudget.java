package io.gossipdiscovery.swim;

/**
 * What a node is willing to spend on others' questions: so many digests in an interval, since each
 * is compared with all that we believe, and so many bytes of answers in a second. A seed at which a
 * thousand nodes arrive at once tells a few of them everything; those tell the others.
 */
final class SyncBudget {
    /** Most digests that are compared in one interval. */
    static final int DIGESTS_PER_INTERVAL = 256;

    /** Most askers that are sent on to others in one interval; the rest is left to ask again. */
    static final int REFERRALS_PER_INTERVAL = 4 * DIGESTS_PER_INTERVAL;

    /** A burst of answers, and what is earned anew in each second: 64 Mbit. */
    static final long BYTES_PER_SECOND = 8L << 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long intervalNanos;
    private final Timers timers;
    private boolean isBegun;
    private long intervalBeganNanos;
    private int digests;
    private int referrals;
    private long bytes = BYTES_PER_SECOND;
    private long earnedNanos;

    SyncBudget(long intervalNanos, Timers timers) {
        this.intervalNanos = intervalNanos;
        this.timers = timers;
    }

    /** Whether one more question is looked at. */
    boolean admits() {
        earn();
        if (bytes <= 0 || digests >= DIGESTS_PER_INTERVAL) {
            return false;
        }
        digests++;
        return true;
    }

    /** Whether one more asker, who is not admitted, is at least told whom to ask. */
    boolean refers() {
        return referrals++ < REFERRALS_PER_INTERVAL;
    }

    /** An answer took so many bytes. It may overdraw; the next ones wait for that. */
    void spend(long spent) {
        bytes -= spent;
    }

    private void earn() {
        long now = timers.now();
        if (!isBegun || now - intervalBeganNanos >= intervalNanos) {
            intervalBeganNanos = now;
            digests = 0;
            referrals = 0;
        }
        long elapsed = isBegun ? Math.min(now - earnedNanos, NANOS_PER_SECOND) : 0;
        bytes = Math.min(BYTES_PER_SECOND, bytes + elapsed * BYTES_PER_SECOND / NANOS_PER_SECOND);
        earnedNanos = now;
        isBegun = true;
    }
}
