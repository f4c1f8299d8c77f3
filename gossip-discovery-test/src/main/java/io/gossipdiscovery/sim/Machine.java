package io.gossipdiscovery.sim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Census;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What runs at a node of the simulation: our own machine by default, or another protocol that is
 * held against it on the same network, with the same faults and the same seeds.
 *
 * <p>It is told the time of the node's own clock and never asks; bytes leave through the {@link
 * Outbox}, and every change of belief is told to the {@link Observer} as it happens, the belief
 * about itself included. It has one life. The same arguments and calls must give the same bytes.
 */
public interface Machine {
    /** Makes the machine of one life at one node. */
    interface Factory {
        Machine make(
                NodeId self,
                GossipConfig config,
                RandomGenerator random,
                Outbox outbox,
                Observer observer);
    }

    /** Begins to live. Called once, first. */
    void start(long nowNanos);

    /** Whom to ask for the cluster. */
    void seeds(long nowNanos, List<Address> seeds);

    /** Replaces what the node serves. */
    void offer(long nowNanos, List<Instance> instances);

    /** Begins to say farewell; {@link Observer#farewellSaid} ends the life. */
    void leave(long nowNanos);

    /**
     * Knows all these members from now on, as if it had heard of them; right after the start. The
     * observer is not told. Not every protocol can do this.
     */
    default void share(long nowNanos, Census census) {
        throw new UnsupportedOperationException("begins with knowing nobody");
    }

    /** A packet was read; its buffer is reused afterwards. */
    void receive(long nowNanos, Lane lane, Address from, ByteBuffer packet);

    /** A stream was taken by the receiver's kernel. */
    default void streamDelivered(long nowNanos, Address to) {}

    /** A stream was refused by the receiver's kernel: nobody listens there. */
    default void streamRefused(long nowNanos, Address to) {}

    /** A lifeline has ended, or could not be had. */
    default void lifelineBroken(long nowNanos, Address to) {}

    /** An attempt to connect has ended. */
    default void dialed(long nowNanos, long number, Dial outcome) {}

    /** Somebody has a reason to doubt the node at an address; a protocol may not care. */
    default void hint(long nowNanos, Address about) {}

    /**
     * Waits until that part of the others is known to have seen the offer; {@link
     * Observer#waitEnded} says how that went. A protocol that cannot know says nothing.
     */
    default void awaitVisible(long nowNanos, long wait, double fraction, long timeoutNanos) {}

    /** Lets the alarms ring that are due. */
    void advance(long nowNanos);

    /** When it wants to be woken, or {@link Long#MAX_VALUE}. */
    long nextDeadlineNanos();

    NodeId self();

    /** All that it believes, itself first. */
    List<Member> members();

    /**
     * A number that is equal where views are; a protocol without such a thing may always say 0, and
     * then is not asked for it.
     */
    default long viewHash() {
        return 0;
    }

    /** Whether it tells who accused and who convicted before its belief changes. */
    default boolean tellsWhy() {
        return false;
    }

    /** Whether it believes that nobody answers it; a protocol may not notice. */
    default boolean isIsolated() {
        return false;
    }

    /** Lifeguard's score, 0 is healthy. */
    default int localHealth() {
        return 0;
    }
}
