package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.nio.ByteBuffer;

/**
 * What the machine wants done. All is best effort and must return at once.
 *
 * <p>Called on the thread that drives the machine, in the midst of its work: an implementation must
 * not call back into it. The buffer is the machine's own and reused: copy what is to be kept.
 */
public interface Outbox {
    /** Send a packet of at most the datagram budget. */
    void datagram(Address to, ByteBuffer packet);

    /**
     * Send a packet that may be large, up to {@code WireFormat.STREAM_BYTES}. Where a connection
     * was accepted and the packet written to it, {@link Swim#streamDelivered} is told afterwards;
     * where it was refused, {@link Swim#streamRefused}.
     */
    void stream(Address to, ByteBuffer packet);

    /**
     * Open a lifeline: a connection that carries the packet, as a stream's, and then stays open and
     * idle. {@link Swim#lifelineBroken} is told when it ends or could not be had, unless we closed
     * it. There is one at most to an address.
     */
    void openLifeline(Address to, ByteBuffer packet);

    /** Close the lifeline to an address, if there is one. */
    void closeLifeline(Address to);

    /**
     * Try to connect, say nothing and close at once: is anybody there? {@link Swim#dialed} is told
     * afterwards, within three seconds or not at all.
     *
     * @param number a number of the machine's, to tell dials apart
     * @param host an IP literal, or a name that is to be looked up
     * @param mayBeLoopback whether to connect to a loopback address too; otherwise a name that
     *     stands for one ends with {@code LOOPBACK}, as the wildcard always does
     */
    void dial(long number, String host, int port, boolean mayBeLoopback);
}
