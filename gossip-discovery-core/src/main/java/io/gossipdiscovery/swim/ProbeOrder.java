package io.gossipdiscovery.swim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom to probe next: round robin over a shuffled list, so that every member is probed within two
 * rounds; newcomers get a random place among those still to come (SWIM 4.3).
 */
final class ProbeOrder {
    /** With more than so many, those who were probed or are gone already are forgotten. */
    private static final int CAPACITY = 2 * MemberTable.CAPACITY;

    private final MemberTable table;
    private final RandomGenerator random;
    private final List<Belief> round = new ArrayList<>();
    private Census census = Census.NOBODY;
    private Permutation lines = new Permutation(0, 0); // those of the census still to come
    private int next;

    ProbeOrder(MemberTable table, RandomGenerator random) {
        this.table = table;
        this.random = random;
    }

    /** A member became live again. */
    void insertAgain(Belief belief) {
        if (!round.subList(next, round.size()).contains(belief)) { // away for more than a round
            insert(belief);
        }
    }

    /** A member is new. */
    void insert(Belief belief) {
        if (round.size() >= CAPACITY) {
            round.subList(0, next).clear();
            next = 0;
            round.removeIf(member -> !member.isListed());
        }
        round.add(next + random.nextInt(round.size() - next + 1), belief);
    }

    /** The next live member, or null if there is none. */
    @Nullable Belief next() {
        int nextRound = table.census().size() + table.liveUnshared().size();
        for (int left = left() + nextRound; left > 0; left--) {
            if (left() == 0) {
                begin();
            }
            Belief belief = take();
            if (belief != null && belief.isListed()) {
                return belief;
            }
        }
        return null;
    }

    private int left() {
        return round.size() - next + lines.left();
    }

    private @Nullable Belief take() {
        boolean isShared = lines.left() > 0 && random.nextInt(left()) < lines.left();
        return isShared ? table.get(census.line(lines.next()).id().address()) : round.get(next++);
    }

    private void begin() {
        census = table.census();
        lines = new Permutation(census.size(), census.size() == 0 ? 0 : random.nextLong());
        round.clear();
        round.addAll(table.liveUnshared());
        next = 0;
        for (int i = round.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Belief belief = round.get(i);
            round.set(i, round.get(other));
            round.set(other, belief);
        }
    }
}
