package io.gossipdiscovery.netty;

import io.gossipdiscovery.swim.Outbox;

/**
 * Both ways by which the packets of one node come and go, and so the outbox of its machine. Loop
 * only, except {@link #port} and {@link #close}.
 */
public interface Lanes extends Outbox {
    /** The port that others send to. */
    int port();

    /** From now on hands in what arrives, on the loop. Nothing is lost that arrives before. */
    void open(Receiver receiver);

    /** Lets those datagrams go that still wait for company. */
    void flush();

    /** Runs the action on the loop once all that was sent so far has left. */
    void whenSent(Runnable action);

    /** Grows whenever anything comes in. */
    long arrivals();

    /**
     * Takes and sends nothing more; any thread, once. What the transport holds itself is closed
     * with the transport, right after this.
     */
    default void close() {}
}
