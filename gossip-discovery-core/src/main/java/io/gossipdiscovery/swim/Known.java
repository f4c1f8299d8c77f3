package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

/**
 * What is held of one member, to be read: our own {@link Belief}, or a line of a {@link Census}
 * that we share with others. Only the former can be changed.
 */
sealed interface Known permits Belief, Census.Line {
    NodeId id();

    long incarnation();

    Status status();

    /** What it serves, or null as long as that is not known. */
    @Nullable HeldOffer held();

    /** The same as its owner wrote it; not to be asked for where it is not known. */
    @SuppressWarnings("NullAway") // as said
    default byte[] content() {
        return held().content();
    }

    boolean isUnverified();

    /** Its part of the view hash. */
    long hash();

    /** The same as a rumor, to be told on. */
    Rumor.Life rumor(long nowNanos);

    /** The same as others may keep it. */
    Member picture();

    default boolean isLive() {
        return status().isLive();
    }

    default long offerVersion() {
        HeldOffer held = held();
        return held == null ? 0 : held.offer().version();
    }

    /** Negative, zero or positive as the rumor ranks lower, equal to or higher than this. */
    default int rank(Rumor.Life rumor) {
        return Rumor.rank(
                rumor.about().generation(),
                rumor.incarnation(),
                rumor.status(),
                id().generation(),
                incarnation(),
                status());
    }

    /** Where its address stands on the ring of lifelines. */
    long place();
}
