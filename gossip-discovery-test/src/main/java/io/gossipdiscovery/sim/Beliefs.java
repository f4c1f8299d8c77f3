package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;

/**
 * Who believes what of whom, as told through the observers' door: one number for each pair, so that
 * a thousand nodes' beliefs about a thousand nodes take a few megabytes.
 *
 * <p>The number is the rank itself: generation in the upper 32 bits, then 30 bits of incarnation,
 * then the status. A later belief must not be a smaller number. 0 is no belief.
 */
final class Beliefs {
    /** Largest generation and incarnation that a simulated node may reach. */
    static final long CEILING = (1L << 30) - 1;

    static final long NONE = 0;

    private static final Status[] STATUSES = Status.values();

    private final long[][] ranks;
    private final int[][] offerVersions;

    Beliefs(int nodes) {
        ranks = new long[nodes][];
        offerVersions = new int[nodes][];
    }

    /** A node begins a life and knows nothing. */
    void begin(int observer) {
        ranks[observer] = new long[ranks.length];
        offerVersions[observer] = new int[ranks.length];
    }

    void put(int observer, int subject, Member belief) {
        ranks[observer][subject] = rank(belief);
        offerVersions[observer][subject] = offerVersion(belief);
    }

    long rank(int observer, int subject) {
        return ranks[observer] == null ? NONE : ranks[observer][subject];
    }

    /** Which version of its offer is known, or 0. */
    int offerVersion(int observer, int subject) {
        return ranks[observer] == null ? 0 : offerVersions[observer][subject];
    }

    static long rank(Member belief) {
        return belief == null
                ? NONE
                : rank(belief.id().generation(), belief.incarnation(), belief.status());
    }

    static long rank(long generation, long incarnation, Status status) {
        return generation << 32 | incarnation << 2 | status.ordinal();
    }

    static int offerVersion(Member belief) {
        return belief == null ? 0 : belief.offer().map(o -> (int) o.version()).orElse(0);
    }

    static Status status(long rank) {
        return rank == NONE ? null : STATUSES[(int) rank & 3];
    }

    /** A rank in words, for messages. */
    static String text(long rank) {
        return rank == NONE
                ? "unknown"
                : status(rank) + " i" + (rank >>> 2 & CEILING) + " g" + (rank >>> 32);
    }
}
