package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.nio.ByteBuffer;

/**
 * What the machine wants done. Both are best effort and must return at once.
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
}
