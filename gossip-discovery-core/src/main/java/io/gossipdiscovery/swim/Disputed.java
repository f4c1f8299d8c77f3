package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
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
 * <p>Until then applications still see such a life, but it does not count in our view hash.
 */
final class Disputed {
    private final long graceNanos;
    private final MemberTable table;
    private final Membership membership;
    private final Timers timers;
    private final Map<NodeId, Long> since = new LinkedHashMap<>();

    Disputed(long graceNanos, MemberTable table, Membership membership, Timers timers) {
        this.graceNanos = graceNanos;
        this.table = table;
        this.membership = membership;
        this.timers = timers;
    }

    /** A member told what it believes of somebody's address, or that it knows nobody there. */
    void compare(Belief belief, Rumor.@Nullable Life told) {
        boolean isOther = told == null || !told.about().equals(belief.id);
        boolean isLiveForIt = told != null && told.status().isLive();
        if (belief.isLive() ? isOther : isLiveForIt) {
            since.putIfAbsent(belief.id, timers.now());
            unverified(belief, belief.isLive());
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

    /** Forgets what was disputed for too long. */
    void forget() {
        List<NodeId> over = new ArrayList<>();
        since.forEach(
                (id, nanos) -> {
                    if (timers.now() - nanos >= graceNanos) {
                        over.add(id);
                    }
                });
        for (NodeId id : over) {
            since.remove(id);
            Belief belief = table.get(id.address());
            if (belief != null && belief.id.equals(id)) {
                membership.forget(belief);
            }
        }
    }

    private void unverified(Belief belief, boolean isUnverified) {
        if (belief.isUnverified != isUnverified) {
            table.change(belief, () -> belief.isUnverified = isUnverified);
        }
    }
}
