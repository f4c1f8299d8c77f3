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

    private final long intervalNanos;
    private final Timers timers;
    private final Allowance answers;
    private long intervalBeganNanos;
    private int digests;
    private int referrals;

    SyncBudget(long intervalNanos, Timers timers) {
        this(intervalNanos, BYTES_PER_SECOND, timers);
    }

    /** One with an allowance of its own. */
    SyncBudget(long intervalNanos, long bytesPerSecond, Timers timers) {
        this.intervalNanos = intervalNanos;
        this.timers = timers;
        this.answers = new Allowance(bytesPerSecond, Long.MAX_VALUE, timers);
    }

    void start() {
        intervalBeganNanos = timers.now();
        answers.start();
    }

    /** Whether one more question is looked at. */
    boolean admits() {
        if (timers.now() - intervalBeganNanos >= intervalNanos) {
            intervalBeganNanos = timers.now();
            digests = 0;
            referrals = 0;
        }
        if (answers.waitNanos() > 0 || digests >= DIGESTS_PER_INTERVAL) {
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
        answers.spend(spent);
    }
}
