package io.gossipdiscovery.swim;

/**
 * So many bytes in a second: a bucket that fills at a steady rate and holds what comes in one
 * second. Whoever spends may overdraw it; who asks first waits until that is made good.
 */
final class Allowance {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long mostDebt;
    private final Timers timers;
    private double bytes;
    private long asOfNanos;

    /**
     * A full bucket, which begins to fill with {@link #start}.
     *
     * @param mostDebt what is overdrawn beyond this many bytes is forgiven
     */
    Allowance(long bytesPerSecond, long mostDebt, Timers timers) {
        this.bytesPerSecond = bytesPerSecond;
        this.mostDebt = mostDebt;
        this.timers = timers;
        this.bytes = bytesPerSecond;
    }

    /** The time begins; the origin of the clock is arbitrary. */
    void start() {
        asOfNanos = timers.now();
    }

    void spend(long spent) {
        fill();
        bytes = Math.max(-mostDebt, bytes - spent);
    }

    /** For how long what can wait has to; 0 if it may go now. */
    long waitNanos() {
        fill();
        return bytes > 0 ? 0 : 1 + (long) Math.ceil(-bytes * NANOS_PER_SECOND / bytesPerSecond);
    }

    private void fill() {
        double came = (timers.now() - asOfNanos) * (double) bytesPerSecond / NANOS_PER_SECOND;
        bytes = Math.min(bytesPerSecond, bytes + came);
        asOfNanos = timers.now();
    }
}
