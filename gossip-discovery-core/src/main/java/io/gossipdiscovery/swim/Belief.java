package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.util.Optional;

/**
 * What we believe of one address: two maxima beside each other, the rank of its life and the
 * version of its offer. They must not be one: a suspicion carries no offer, and would wipe out what
 * is served.
 */
final class Belief {
    NodeId id;
    Status status;
    long incarnation;

    /** Who accused it first, where it is SUSPECT or DEAD. */
    NodeId accuser;

    /** What a verdict of DEAD rests on, and who saw the same beside the accuser, or null. */
    Evidence evidence;

    NodeId witness;

    /** Where its address stands on the ring of lifelines. */
    final long place;

    /** Whether we hold an answered lifeline to it. */
    boolean isWatched;

    /** Whether a connection to this very life worked: only then does a refused one say anything. */
    boolean isReached;

    /** What it serves, or null as long as we do not know. */
    Offer offer;

    /** The offer as its owner wrote it, to be passed on to the byte. */
    byte[] offerContent;

    /** When the status came to be believed. */
    long sinceNanos;

    /** Set while SUSPECT. */
    Suspicion suspicion;

    /** When our own whole probe of it last failed, or long ago. */
    long probeFailedNanos;

    /** When we last told it what is said of it, or asked for its offer, so that neither floods. */
    long toldNanos;

    long fetchedNanos;

    /** Whether we were away for so long since we last heard of it that it may be long gone. */
    boolean isUnverified;

    /** Whether this life has answered a probe: its address is its own, and no forgery. */
    boolean isProven;

    /** How often it came back of late, or null where it never did. */
    Unrest unrest;

    /** Whether callers are told to avoid it for that. */
    boolean isUnsteady;

    /** When it is to be forgotten; set while DEAD or LEFT. */
    Timers.Alarm reap;

    /** Where it stands in the table's lists, or -1. */
    int liveIndex = -1;

    private Member picture;

    /**
     * A belief about a life; {@code longAgoNanos} is when all that never happened happened last.
     */
    Belief(NodeId id, Status status, long incarnation, long longAgoNanos) {
        this.id = id;
        this.place = WireFormat.mix(hash(id.address()));
        this.status = status;
        this.incarnation = incarnation;
        this.sinceNanos = longAgoNanos;
        this.probeFailedNanos = longAgoNanos;
        this.toldNanos = longAgoNanos;
        this.fetchedNanos = longAgoNanos;
    }

    /** Becomes another life at the same address, of which nothing is known yet. */
    void beginLife(NodeId other, long longAgoNanos) {
        id = other;
        offer = null;
        offerContent = null;
        probeFailedNanos = longAgoNanos;
        isReached = false;
        isWatched = false;
        isProven = false;
        isUnverified = false;
    }

    boolean isLive() {
        return status.isLive();
    }

    /** Whether it is among the live members: neither over nor forgotten. */
    boolean isListed() {
        return liveIndex >= 0;
    }

    long offerVersion() {
        return offer == null ? 0 : offer.version();
    }

    /** Negative, zero or positive as the rumor ranks lower, equal to or higher than the belief. */
    int rank(Rumor.Life rumor) {
        return Rumor.rank(
                rumor.about().generation(),
                rumor.incarnation(),
                rumor.status(),
                id.generation(),
                incarnation,
                status);
    }

    /** The belief as a rumor, to be told on. */
    Rumor.Life rumor(long nowNanos) {
        long ageSeconds = (nowNanos - sinceNanos) / 1_000_000_000L;
        return switch (status) {
            case ALIVE -> new Rumor.Alive(id, incarnation);
            case SUSPECT -> suspicion.rumor(id, incarnation, accuser);
            case DEAD -> new Rumor.Dead(id, incarnation, accuser, ageSeconds, evidence, witness);
            case LEFT -> new Rumor.Left(id, incarnation, ageSeconds);
        };
    }

    /**
     * This belief's part of the view hash. SUSPECT counts as ALIVE, and the dead do not count at
     * all: both differ legitimately between nodes for a while.
     */
    long hash() {
        if (!isLive() || isUnverified) {
            return 0;
        }
        long hash = WireFormat.mix(hash(id.address()) ^ Long.rotateLeft(id.generation(), 23));
        return WireFormat.mix(hash ^ incarnation ^ Long.rotateLeft(offerVersion(), 41));
    }

    /** What stands for an address in view hashes, and says which bucket it belongs to. */
    static long hash(Address address) {
        long hash = WireFormat.mix(address.high() ^ Long.rotateLeft(address.low(), 17));
        return WireFormat.mix(hash ^ address.port());
    }

    /** The belief as others may keep it. */
    Member picture() {
        if (picture == null) {
            picture = new Member(id, status, incarnation, Optional.ofNullable(offer), isUnsteady);
        }
        return picture;
    }

    /** To be called after every change of what a picture shows. */
    void changed() {
        picture = null;
    }
}
