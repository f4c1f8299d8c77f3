package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

/** When a verdict that another made is a proof, whatever we believed so far. */
final class Proof {
    private Proof() {}

    /** Two distinct others, or ourselves where we did say so. */
    static boolean isGiven(Belief belief, Rumor.Dead verdict, NodeId self) {
        NodeId one = verdict.accuser();
        NodeId other = verdict.witness();
        return other != null
                && !one.address().equals(other.address())
                && isCredible(belief, one, self)
                && isCredible(belief, other, self);
    }

    private static boolean isCredible(Belief belief, NodeId witness, NodeId self) {
        boolean isOurself = witness.equals(self);
        boolean isSubject = witness.address().equals(belief.id.address());
        return !isSubject
                && (!isOurself
                        || belief.status == Status.SUSPECT && belief.suspicion.hasWitness(witness));
    }
}
