package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.nio.ByteBuffer;

/**
 * How much we may send. Every packet takes its bytes out of an {@link Allowance}. Probes, their
 * answers and our own word go in any case, if need be on credit; rounds of rumors ask first, and
 * wait while it is spent.
 *
 * <p>So a storm of news is told more slowly and in fuller packets, and does not hold up the checks
 * of who lives.
 */
final class ByteBudget implements Outbox {
    private final Allowance allowance;
    private final Outbox outbox;

    /** A full allowance before a door. Its credit is bounded like its savings, by one second. */
    ByteBudget(int bytesPerSecond, Timers timers, Outbox outbox) {
        this.allowance = new Allowance(bytesPerSecond, bytesPerSecond, timers);
        this.outbox = outbox;
    }

    void start() {
        allowance.start();
    }

    /** For how long what can wait has to; 0 if it may go now. */
    long waitNanos() {
        return allowance.waitNanos();
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        allowance.spend(packet.remaining());
        outbox.datagram(to, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        allowance.spend(packet.remaining());
        outbox.stream(to, packet);
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        allowance.spend(packet.remaining());
        outbox.openLifeline(to, packet);
    }

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        outbox.dial(number, host, port, mayBeLoopback);
    }

    @Override
    public void closeLifeline(Address to) {
        outbox.closeLifeline(to);
    }
}
