package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Beliefs of an observer that a member does not share, although they rank higher: a life of which
 * the member knows nothing, or one that is over for us and not for it. The member may be the one
 * who has not heard of it yet. But an observer contradicts nobody, so nobody would refute what it
 * believes wrongly: what no member says any more is forgotten after a while.
 *
 * <p>Likewise a doubt that no member has: whoever told us of it may be gone, and the doubted, whom
 * nobody asks, has nothing to refute.
 *
 * <p>Until then applications still see such a life, but it does not count in our view hash.
 */
final class Disputed {
    /**
     * An answer with fewer doubts had room for all, we take it; it may have been full of something
     * else. Then a doubt is forgotten too early at worst, and told anew.
     */
    private static final int ROOM_FOR_DOUBTS = 12;

    private final long graceNanos;
    private final MemberTable table;
    private final Membership membership;
    private final Timers timers;
    private final Map<NodeId, Long> since = new LinkedHashMap<>();
    private final Map<NodeId, Long> lonelyDoubts = new LinkedHashMap<>();

    Disputed(long graceNanos, MemberTable table, Membership membership, Timers timers) {
        this.graceNanos = graceNanos;
        this.table = table;
        this.membership = membership;
        this.timers = timers;
    }

    /** A member told what it believes of somebody's address, or that it knows nobody there. */
    void compare(Belief belief, Rumor.@Nullable Life told) {
        boolean isLiveForIt = told != null && told.status().isLive();
        boolean isOther =
                told == null
                        || !told.about().equals(belief.id)
                        || !isLiveForIt && belief.rank(told) < 0; // over before it refuted that
        if (belief.isLive() ? isOther : isLiveForIt) {
            since.putIfAbsent(belief.id, timers.now());
            unverified(belief, belief.isLive());
        }
    }

    /** A member has told whom it doubts, where there was room: whom of ours it does not. */
    void compareDoubts(List<Rumor> told) {
        List<NodeId> doubted = new ArrayList<>(); // as many as an answer holds: few
        for (Rumor rumor : told) {
            if (rumor instanceof Rumor.Suspect) {
                doubted.add(rumor.about());
            }
        }
        boolean isWhole = doubted.size() < ROOM_FOR_DOUBTS;
        List<Belief> suspects = table.suspects();
        lonelyDoubts.keySet().retainAll(suspects.stream().map(suspect -> suspect.id).toList());
        for (Belief suspect : suspects) {
            if (doubted.contains(suspect.id)) {
                lonelyDoubts.remove(suspect.id);
            } else if (isWhole) {
                lonelyDoubts.putIfAbsent(suspect.id, timers.now());
            }
        }
    }

    /** A member speaks of a life. */
    void hear(Rumor.Life told) {
        if (since.isEmpty()) {
            return;
        }
        Belief belief = table.get(told.about().address());
        if (belief != null
                && belief.id.equals(told.about())
                && belief.isLive() == told.status().isLive()
                && since.remove(belief.id) != null) {
            unverified(belief, false);
        }
    }

    /** Nobody answered for so long: nobody could have said anything of what is disputed. */
    void stoodStill(long nanos) {
        since.replaceAll((id, began) -> began + nanos);
        lonelyDoubts.replaceAll((id, began) -> began + nanos);
    }

    /** Gives way in what was disputed for too long: forgets it, to be told what members believe. */
    void giveWay() {
        over(since).forEach(membership::forget);
        over(lonelyDoubts).stream()
                .filter(belief -> belief.status() == Status.SUSPECT)
                .forEach(membership::forget);
    }

    private List<Belief> over(Map<NodeId, Long> disputes) {
        List<NodeId> over = new ArrayList<>();
        disputes.forEach(
                (id, nanos) -> {
                    if (timers.now() - nanos >= graceNanos) {
                        over.add(id);
                    }
                });
        over.forEach(disputes::remove);
        List<Belief> beliefs = new ArrayList<>();
        for (NodeId id : over) {
            Belief belief = table.get(id.address());
            if (belief != null && belief.id.equals(id)) {
                beliefs.add(belief);
            }
        }
        return beliefs;
    }

    private void unverified(Belief belief, boolean isUnverified) {
        if (belief.isUnverified != isUnverified) {
            table.change(belief, () -> belief.isUnverified = isUnverified);
        }
    }
}
