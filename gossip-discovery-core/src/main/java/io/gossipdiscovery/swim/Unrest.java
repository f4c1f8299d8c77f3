package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/**
 * How often a member came back of late, and whether it did so too often to be relied on: each
 * return adds one, half of it is forgiven in a minute, and between the two limits it stays as it
 * was judged last (after RFC 2439).
 *
 * <p>Who returns from the dead, although all were silent towards it, is on probation besides: its
 * network may well fail again, and to come and go is worse for callers than to be away.
 */
final class Unrest {
    /** From here on a member is unsteady: three returns within half a minute. */
    static final double LIMIT = 2.5;

    /** Below this it is steady again. */
    static final double CALM = 0.75;

    /** However often it came back, it is steady again three half-lives after the last time. */
    static final double CEILING = 6;

    static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** So long one has to stay who was held for dead and lived. */
    static final long PROBATION_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** When it is looked at again; set once it was unsteady. */
    Timers.@Nullable Alarm calm;

    private double value;
    private long asOfNanos;
    private long probationEndsNanos;
    private @Nullable NodeId accuser;
    private boolean isUnsteady;

    /** Of a member that never came back so far. */
    Unrest(long nowNanos) {
        asOfNanos = nowNanos;
        probationEndsNanos = nowNanos;
    }

    /** It came back although it was held for dead. */
    void addFromTheDead(long nowNanos, @Nullable NodeId accuser, int times) {
        add(nowNanos, accuser, times);
        probationEndsNanos = nowNanos + PROBATION_NANOS;
        isUnsteady = true;
    }

    /** It came back, after that node doubted it first; null where it is a new life. */
    void add(long nowNanos, @Nullable NodeId accuser, int times) {
        this.accuser = accuser;
        value = Math.min(CEILING, valueAt(nowNanos) + times);
        asOfNanos = nowNanos;
        isUnsteady |= value >= LIMIT;
    }

    /** Who doubted it last, as far as anybody did. */
    @Nullable NodeId accuser() {
        return accuser;
    }

    /** Whether it is half-way to being unsteady: it came back twice in half a minute, or so. */
    boolean isRestless(long nowNanos) {
        return isOnProbation(nowNanos) || valueAt(nowNanos) >= LIMIT / 2;
    }

    boolean isUnsteady() {
        return isUnsteady;
    }

    /** Looks whether it has been calm for long enough. */
    void look(long nowNanos) {
        isUnsteady &= isOnProbation(nowNanos) || valueAt(nowNanos) >= CALM;
    }

    /** When it will be steady again, unless it comes back once more. */
    long calmAtNanos() {
        double halfLives = Math.max(0, Math.log(value / CALM) / Math.log(2));
        long calmNanos = asOfNanos + (long) Math.ceil(halfLives * HALF_LIFE_NANOS) + 1;
        return calmNanos - probationEndsNanos < 0 ? probationEndsNanos : calmNanos;
    }

    private boolean isOnProbation(long nowNanos) {
        return nowNanos - probationEndsNanos < 0;
    }

    private double valueAt(long nowNanos) {
        return value * Math.pow(0.5, (nowNanos - asOfNanos) / (double) HALF_LIFE_NANOS);
    }
}
