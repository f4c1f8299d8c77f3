package io.gossipdiscovery.catalog;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a listener is told of the members of the cluster. Events are numbered without gaps; whoever
 * applies them in order has exactly what {@code GossipDiscovery.members()} has.
 */
public sealed interface MemberEvent {
    /** Which event this is: one higher than the one before, unless this is a {@link Present}. */
    long sequence();

    /**
     * The present members, instead of all events up to this number: the first that a listener is
     * told, and again where it lagged so far behind that events were dropped.
     *
     * @param lost how many changes were dropped; 0 at the beginning
     * @param members all members, this node first
     */
    record Present(long sequence, long lost, List<Member> members) implements MemberEvent {}

    /**
     * One belief changed.
     *
     * @param before what was believed, or null where the member was unknown
     * @param after what is believed now, or null where it was forgotten
     */
    record Change(long sequence, Kind kind, @Nullable Member before, @Nullable Member after)
            implements MemberEvent {}

    /** What a change means. */
    enum Kind {
        /** A live member that was not known. */
        JOINED,
        /** A later life took the place of the former at its address. */
        NEW_LIFE,
        /** It is accused of not answering. */
        SUSPECTED,
        /** It refuted the accusation. */
        TRUSTED,
        /** It was believed dead or gone, and is there. */
        RETURNED,
        /** It said farewell, or is known to have. */
        LEFT,
        /** It was declared dead, or is known to be. */
        DIED,
        /** It is not remembered any more. */
        FORGOTTEN,
        /** What it offers changed or became known. */
        OFFER_CHANGED,
        /**
         * Nothing of the above changed: it raised its incarnation, or callers avoid it no longer
         * for coming and going.
         */
        REAFFIRMED;

        /** What it means that a belief changed so; not both may be null. */
        public static Kind of(@Nullable Member before, @Nullable Member after) {
            if (after == null) {
                return FORGOTTEN;
            }
            if (before != null && isSameLife(before, after) && before.status() == after.status()) {
                return before.offer().equals(after.offer()) ? REAFFIRMED : OFFER_CHANGED;
            }
            return switch (after.status()) {
                case DEAD -> DIED;
                case LEFT -> LEFT;
                case ALIVE, SUSPECT -> alive(before, after);
            };
        }

        private static Kind alive(@Nullable Member before, Member after) {
            if (before == null) {
                return JOINED;
            }
            if (!isSameLife(before, after)) {
                return NEW_LIFE;
            }
            if (!before.status().isLive()) {
                return RETURNED;
            }
            return after.status() == Status.SUSPECT ? SUSPECTED : TRUSTED;
        }

        private static boolean isSameLife(Member before, Member after) {
            return before.id().equals(after.id());
        }
    }
}
