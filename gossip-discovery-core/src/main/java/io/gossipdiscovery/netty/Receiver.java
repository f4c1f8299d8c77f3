package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;

import java.nio.ByteBuffer;

/**
 * Where a lane hands in what arrived. Called on the loop; a buffer is valid during the call only.
 */
public interface Receiver {
    void packet(Lane lane, Address from, ByteBuffer packet);

    /** A connection that we opened was accepted, and the packet written to it. */
    void delivered(Address to);

    /** A connection that we opened was refused: nobody listens there. */
    void refused(Address to);

    /** A lifeline that we held has ended, or could not be had. */
    void broken(Address to);

    /** A dial has ended. */
    void dialed(long number, Dial outcome);

    /** Something arrived that is not worth the machine's time. */
    void rejected(Address from, Rejection reason);
}
