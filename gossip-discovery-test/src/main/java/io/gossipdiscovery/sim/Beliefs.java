package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Who believes what of whom, as told through the observers' door. What is believed of a subject is
 * much the same everywhere: it is kept once for all observers, and each pair has a two byte number
 * of it, so that ten thousand nodes' beliefs about each other take 200 megabytes.
 *
 * <p>A rank is one number too: generation in the upper 32 bits, then 30 bits of incarnation, then
 * the status. A later belief must not be a smaller number. 0 is no belief.
 */
final class Beliefs {
    /** Largest generation and incarnation that a simulated node may reach. */
    static final long CEILING = (1L << 30) - 1;

    static final long NONE = 0;

    private static final Status[] STATUSES = Status.values();

    private final char[][] held;
    private final Variants[] variants;

    Beliefs(int nodes) {
        held = new char[nodes][];
        variants = new Variants[nodes];
        Arrays.setAll(variants, i -> new Variants());
    }

    /** A node begins a life and knows nothing. */
    void begin(int observer) {
        held[observer] = new char[held.length];
    }

    void put(int observer, int subject, @Nullable Member belief) {
        held[observer][subject] = variants[subject].number(rank(belief), offerVersion(belief));
    }

    /** All nodes at once come to believe in all nodes, these in the order of their places. */
    void putAll(List<Member> all) {
        char[] row = new char[held.length];
        for (int subject = 0; subject < row.length; subject++) {
            Member belief = all.get(subject);
            row[subject] = variants[subject].number(rank(belief), offerVersion(belief));
        }
        Arrays.setAll(held, observer -> row.clone());
    }

    long rank(int observer, int subject) {
        return held[observer] == null ? NONE : variants[subject].ranks[held[observer][subject]];
    }

    /** How many subjects an observer knows. */
    int count(int observer) {
        int count = 0;
        for (char number : held[observer]) {
            count += number == 0 ? 0 : 1;
        }
        return count;
    }

    /** Whether that is what an observer told. Mostly it is the picture that was asked for last. */
    boolean isHeld(int observer, int subject, Member belief) {
        Variants known = variants[subject];
        char number = held[observer][subject];
        if (known.asked != belief || known.askedNumber != number) {
            if (known.ranks[number] != rank(belief)
                    || known.versions[number] != offerVersion(belief)) {
                return false;
            }
            known.asked = belief;
            known.askedNumber = number;
        }
        return true;
    }

    /** Which version of its offer is known, or 0. */
    int offerVersion(int observer, int subject) {
        return held[observer] == null ? 0 : variants[subject].versions[held[observer][subject]];
    }

    /** All that was ever believed of one subject; number 0 is no belief. */
    private static final class Variants {
        private long[] ranks = new long[4];
        private int[] versions = new int[4];
        private int count = 1;
        private @Nullable Member asked;
        private char askedNumber;

        /** The number of a belief; one of the latest, most likely. */
        char number(long rank, int version) {
            for (int i = count - 1; i >= 0; i--) {
                if (ranks[i] == rank && versions[i] == version) {
                    return (char) i;
                }
            }
            if (count > Character.MAX_VALUE) {
                throw new IllegalStateException("too many different beliefs about one node");
            }
            if (count == ranks.length) {
                ranks = Arrays.copyOf(ranks, 2 * count);
                versions = Arrays.copyOf(versions, 2 * count);
            }
            ranks[count] = rank;
            versions[count] = version;
            return (char) count++;
        }
    }

    static long rank(@Nullable Member belief) {
        return belief == null
                ? NONE
                : rank(belief.id().generation(), belief.incarnation(), belief.status());
    }

    static long rank(long generation, long incarnation, Status status) {
        return generation << 32 | incarnation << 2 | status.ordinal();
    }

    static int offerVersion(@Nullable Member belief) {
        return belief == null ? 0 : belief.offer().map(o -> (int) o.version()).orElse(0);
    }

    static @Nullable Status status(long rank) {
        return rank == NONE ? null : STATUSES[(int) rank & 3];
    }

    /** A rank in words, for messages. */
    static String text(long rank) {
        return rank == NONE
                ? "unknown"
                : status(rank) + " i" + (rank >>> 2 & CEILING) + " g" + (rank >>> 32);
    }
}
