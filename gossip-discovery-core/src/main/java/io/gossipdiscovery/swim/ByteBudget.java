package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.nio.ByteBuffer;

/**
 * How much we may send: a bucket that fills at a steady rate and holds what comes in one second.
 * Every packet takes its bytes out of it. Probes, their answers and our own word go in any case, if
 * need be on credit; rounds of rumors ask first, and wait while it is empty.
 *
 * <p>So a storm of news is told more slowly and in fuller packets, and does not hold up the checks
 * of who lives.
 */
final class ByteBudget implements Outbox {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int bytesPerSecond;
    private final Timers timers;
    private final Outbox outbox;
    private double bytes;
    private long asOfNanos;

    /** A full bucket before a door. */
    ByteBudget(int bytesPerSecond, Timers timers, Outbox outbox) {
        this.bytesPerSecond = bytesPerSecond;
        this.timers = timers;
        this.outbox = outbox;
        this.bytes = bytesPerSecond;
    }

    /** Begins to fill; the origin of the clock is arbitrary. */
    void start() {
        asOfNanos = timers.now();
    }

    /** For how long what can wait has to; 0 if it may go now. */
    long waitNanos() {
        fill();
        return bytes > 0 ? 0 : 1 + (long) Math.ceil(-bytes * NANOS_PER_SECOND / bytesPerSecond);
    }

    boolean isEmpty() {
        return waitNanos() > 0;
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        spend(packet);
        outbox.datagram(to, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        spend(packet);
        outbox.stream(to, packet);
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        spend(packet);
        outbox.openLifeline(to, packet);
    }

    @Override
    public void closeLifeline(Address to) {
        outbox.closeLifeline(to);
    }

    /** Credit is bounded like savings, so that one large answer does not silence us for long. */
    private void spend(ByteBuffer packet) {
        fill();
        bytes = Math.max(-bytesPerSecond, bytes - packet.remaining());
    }

    private void fill() {
        double came = (timers.now() - asOfNanos) * (double) bytesPerSecond / NANOS_PER_SECOND;
        bytes = Math.min(bytesPerSecond, bytes + came);
        asOfNanos = timers.now();
    }
}
