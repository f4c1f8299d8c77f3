package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

/**
 * A claim that travels. Two kinds of statement: {@link Life}, which anyone may make, and what a
 * node serves ({@link Offered}, {@link Notice}), which is its owner's word alone, carried on by
 * others.
 */
public sealed interface Rumor {
    /** Whom the claim is about. */
    NodeId about();

    /**
     * A claim about a life, ordered by rank: generation, then incarnation, then status. The higher
     * wins; merging is taking a maximum, so order, loss and duplication cannot make nodes disagree
     * for ever.
     */
    sealed interface Life extends Rumor {
        long incarnation();

        Status status();

        /** Who accuses, or null where the claim is the member's own. */
        default @Nullable NodeId accuser() {
            return null;
        }

        /** For how long the claim is known, in whole seconds; not part of the rank. */
        default long ageSeconds() {
            return 0;
        }
    }

    /** Its own word: I live. */
    record Alive(NodeId about, long incarnation) implements Life {
        @Override
        public Status status() {
            return Status.ALIVE;
        }
    }

    /** It does not answer the accuser. */
    record Suspect(NodeId about, long incarnation, NodeId accuser, Evidence evidence)
            implements Life {
        /** An accusation by silence alone. */
        public Suspect(NodeId about, long incarnation, NodeId accuser) {
            this(about, incarnation, accuser, Evidence.SILENT);
        }

        @Override
        public Status status() {
            return Status.SUSPECT;
        }
    }

    /**
     * It had its time to refute and did not, or is proven to be gone.
     *
     * @param evidence what the accuser saw
     * @param witness who saw the same beside the accuser, or null: with two distinct observers the
     *     verdict carries its proof
     */
    record Dead(
            NodeId about,
            long incarnation,
            NodeId accuser,
            long ageSeconds,
            Evidence evidence,
            @Nullable NodeId witness)
            implements Life {
        /** A verdict by silence. */
        public Dead(NodeId about, long incarnation, NodeId accuser, long ageSeconds) {
            this(about, incarnation, accuser, ageSeconds, Evidence.SILENT, null);
        }

        @Override
        public Status status() {
            return Status.DEAD;
        }
    }

    /** Its own word: I go. */
    record Left(NodeId about, long incarnation, long ageSeconds) implements Life {
        @Override
        public Status status() {
            return Status.LEFT;
        }
    }

    /**
     * What it serves, still encoded: read only by those to whom it is news, passed on to the byte.
     */
    record Offered(NodeId about, long version, byte[] content) implements Rumor {}

    /** It serves something newer, too large for a datagram: to be fetched over a stream. */
    record Notice(NodeId about, long version) implements Rumor {}

    /**
     * Compares two claims about the same address: negative, zero or positive as a ranks lower,
     * equal, higher.
     */
    static int rank(
            long generationA,
            long incarnationA,
            Status statusA,
            long generationB,
            long incarnationB,
            Status statusB) {
        if (generationA != generationB) {
            return Long.compare(generationA, generationB);
        }
        return incarnationA != incarnationB
                ? Long.compare(incarnationA, incarnationB)
                : statusA.compareTo(statusB);
    }
}
