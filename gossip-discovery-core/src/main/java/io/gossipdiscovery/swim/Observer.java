package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

/**
 * What the machine noticed. All optional.
 *
 * <p>Called on the thread that drives the machine: count, copy, return. An observer must not call
 * back into the machine, and nothing of the application's belongs here; applications watch the
 * catalog.
 */
public interface Observer {
    /**
     * A belief changed, the one about ourselves included.
     *
     * @param before what was believed, or null where the member was unknown
     * @param after what is believed now, or null where the member was forgotten
     */
    default void memberChanged(@Nullable Member before, @Nullable Member after) {}

    /** We had to take a new generation, as somebody claims a later life at our address. */
    default void selfChanged(NodeId before, NodeId after) {}

    /** A member answered our probe, by whichever way. */
    default void probeAnswered(NodeId target, long roundTripNanos) {}

    /** Somebody who knows this life of ours probed it, and got to where we say that we are. */
    default void probed(NodeId by) {}

    /** No attempt, helper or stream brought an answer. */
    default void probeFailed(NodeId target, int missingNacks) {}

    /** One of our probes is over; told besides which of the two above it was. */
    default void probeEnded(ProbeReport report) {}

    /**
     * A member came to be suspected, or another accuser or graver evidence came to it.
     *
     * @param accusers how many distinct accusers count by now
     * @param leftNanos how long it may still refute
     */
    default void accused(Rumor.Suspect accusation, int accusers, long leftNanos) {}

    /** A member came to be believed dead, by our verdict or another's; its status follows. */
    default void convicted(Rumor.Dead verdict) {}

    /** Somebody believes us SUSPECT, DEAD or LEFT; we are about to refute it. */
    default void accusedOurselves(Rumor.Life accusation) {}

    /**
     * We were out of touch for so long that what we believe of others may be long over. Whoever of
     * them is not spoken of soon is forgotten, although nobody declared it dead.
     *
     * @param members how many are unverified
     */
    default void wasOutOfTouch(int members) {}

    /**
     * We declare a member dead: it had its time to refute, another life answered in its place, or
     * enough witnesses prove it. What others declared is not told here.
     */
    default void declaredDead(Rumor.Dead verdict) {}

    /** Local health changed: 0 is healthy (Lifeguard IV-A). */
    default void localHealthChanged(int score) {}

    /** We came to believe that it is us who are cut off, or that we are not any more. */
    default void isolationChanged(boolean isIsolated) {}

    /** Somebody believed us SUSPECT, DEAD or LEFT, and we raised our incarnation to refute. */
    default void refuted(long incarnation) {}

    /** Bytes from the network were dropped, by the machine or already by a lane. */
    default void packetRejected(Address from, Rejection reason) {}

    /** We began to make our view equal to another's. */
    default void syncBegan() {}

    /** A change of our own offer came too soon after others: it, or a later one, is told later. */
    default void offerHeldBack() {}

    /** A round of rumors had to wait, as we have sent enough for now. */
    default void roundHeldBack() {}

    /**
     * A wait for others to see our offer is over: as many have seen it as were asked for, or its
     * time is.
     *
     * @param wait the number under which {@link Swim#awaitVisible} was called
     */
    default void waitEnded(long wait, Visibility reached) {}

    /**
     * Others have tried to connect to an address that we tell, or it is told no more.
     *
     * @param before what was known of it, or null where that is nothing
     * @param after what is known now, or null where we do not tell it any more
     */
    default void addressChecked(@Nullable Finding before, @Nullable Finding after) {}

    /** Our farewell was told as often as it will be; the node may go. */
    default void farewellSaid() {}
}
