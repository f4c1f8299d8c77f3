package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * When it is proven that a life is gone: two distinct observers were refused, or one where there is
 * no other. Nowhere else can a node prove it alone.
 */
final class Proof {
    /** We and the suspect: there is nobody else to ask. */
    private static final int SMALL = 2;

    private final MemberTable table;

    Proof(MemberTable table) {
        this.table = table;
    }

    /** The verdict that a suspect's witnesses make, or null as long as they are too few. */
    Rumor.@Nullable Dead verdict(Belief suspect) {
        List<NodeId> witnesses = suspect.suspicion().witnesses();
        if (witnesses.size() < quorum()) {
            return null;
        }
        return new Rumor.Dead(
                suspect.id,
                suspect.incarnation,
                witnesses.get(0),
                0,
                Evidence.GONE,
                witnesses.size() > 1 ? witnesses.get(1) : null);
    }

    /** Whether a verdict names two distinct others, or ourselves where we did say so. */
    boolean isCarriedBy(Rumor.Dead verdict, Belief belief) {
        NodeId one = verdict.accuser();
        NodeId other = verdict.witness();
        return other != null
                && !one.address().equals(other.address())
                && isCredible(belief, one)
                && isCredible(belief, other);
    }

    private int quorum() {
        return table.clusterSize() <= SMALL ? 1 : Suspicion.MOST_WITNESSES;
    }

    private boolean isCredible(Belief belief, NodeId witness) {
        boolean isOurself = witness.equals(table.self().id);
        boolean isSubject = witness.address().equals(belief.id.address());
        boolean didWeSaySo =
                belief.status() == Status.SUSPECT && belief.suspicion().hasWitness(witness);
        return !isSubject && (!isOurself || didWeSaySo);
    }
}
