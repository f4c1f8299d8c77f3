package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What one node holds of another, or of itself. */
final class Peer {
    final NodeId id;
    Status status = Status.ALIVE;
    long incarnation;
    Offer offer;
    long changedAtNanos;
    Suspicion suspicion;

    Peer(NodeId id, long incarnation, Offer offer) {
        this.id = id;
        this.incarnation = incarnation;
        this.offer = offer;
    }

    Member member() {
        return new Member(id, status, incarnation, Optional.of(offer));
    }

    boolean isGone() {
        return status == Status.DEAD || status == Status.LEFT;
    }

    /**
     * The time that a suspect has: from the longest towards the shortest with the logarithm of the
     * confirmations.
     */
    static final class Suspicion {
        private final Set<Address> accusers = new HashSet<>();
        private final long beganNanos;
        private final long shortestNanos;
        private final long longestNanos;
        private final int wanted;
        Alarms.Alarm alarm;

        Suspicion(Address accuser, long now, long shortest, int longestMult, int wanted) {
            accusers.add(accuser);
            this.beganNanos = now;
            this.shortestNanos = shortest;
            this.longestNanos = wanted < 1 ? shortest : shortest * longestMult;
            this.wanted = wanted;
        }

        /** Whether that is one more who says so, and one that still counts. */
        boolean confirms(Address accuser) {
            return accusers.size() <= wanted && accusers.add(accuser);
        }

        long remainingNanos(long now) {
            double part = wanted < 1 ? 1 : Math.log(accusers.size()) / Math.log(wanted + 1.0);
            double time = longestNanos - part * (longestNanos - shortestNanos);
            return (long) Math.max(time, shortestNanos) - (now - beganNanos);
        }
    }
}
