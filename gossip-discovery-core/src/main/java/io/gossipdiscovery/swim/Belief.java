package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What we believe of one address: two maxima beside each other, the rank of its life and the
 * version of its offer. They must not be one: a suspicion carries no offer, and would wipe out what
 * is served.
 */
final class Belief implements Known {
    private static final Status[] STATUSES = Status.values();

    NodeId id;
    long incarnation;

    /** What it serves, or null as long as we do not know. */
    @Nullable HeldOffer held;

    /** Null where nothing ever was the matter. */
    private @Nullable Trouble trouble;

    /** Where it stands among the live members of the table; see there. */
    int liveIndex = MemberTable.UNLISTED;

    /** The status by its number: there are many beliefs, and this keeps one at forty bytes. */
    private byte status;

    /** Whether a connection to this very life worked: only then does a refused one say anything. */
    boolean isReached;

    /** Whether this life has answered a probe: its address is its own, and no forgery. */
    boolean isProven;

    /** Whether we were away for so long since we last heard of it that it may be long gone. */
    boolean isUnverified;

    /** A belief of our own about a member that we shared with others so far. */
    Belief(Census.Line line) {
        this(line.id(), line.status(), line.incarnation());
        held = line.held();
    }

    /** A belief about a life. */
    Belief(NodeId id, Status status, long incarnation) {
        this.id = id;
        this.incarnation = incarnation;
        become(status);
    }

    /** Becomes another life at the same address, of which nothing is known yet. */
    void beginLife(NodeId other) {
        id = other;
        held = null;
        isReached = false;
        isProven = false;
        isUnverified = false;
        if (trouble != null) {
            trouble.absolve();
        }
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public @Nullable HeldOffer held() {
        return held;
    }

    @Override
    public boolean isUnverified() {
        return isUnverified;
    }

    @Override
    public Status status() {
        return STATUSES[status];
    }

    void become(Status status) {
        this.status = (byte) status.ordinal();
    }

    /** What is or was the matter with it, or null where nothing ever was. */
    @Nullable Trouble trouble() {
        return trouble;
    }

    /** The same, begun now where nothing ever was. */
    Trouble trouble(long nowNanos) {
        if (trouble == null) {
            trouble = new Trouble(nowNanos);
        }
        return trouble;
    }

    /** Who accused it first, where it is SUSPECT or DEAD, or null. */
    @Nullable NodeId accuser() {
        return trouble == null ? null : trouble.accuser;
    }

    /** How it is suspected; not to be asked for unless it is SUSPECT. */
    @SuppressWarnings("NullAway") // whoever is SUSPECT has a suspicion
    Suspicion suspicion() {
        return trouble.suspicion;
    }

    /** How often it came back of late, or null where it never did. */
    @Nullable Unrest unrest() {
        return trouble == null ? null : trouble.unrest;
    }

    /** Whether callers are told to avoid it for that. */
    boolean isUnsteady() {
        return trouble != null && trouble.isUnsteady;
    }

    /** What it serves, or null as long as we do not know. */
    @Nullable Offer offer() {
        return held == null ? null : held.offer();
    }

    /** Whether it is among the live members: neither over nor forgotten. */
    boolean isListed() {
        return liveIndex != MemberTable.UNLISTED;
    }

    @Override
    @SuppressWarnings("NullAway") // whoever is not ALIVE has a trouble, with what it takes
    public Rumor.Life rumor(long nowNanos) {
        return switch (status()) {
            case ALIVE -> new Rumor.Alive(id, incarnation);
            case SUSPECT -> trouble.suspicion.rumor(id, incarnation, trouble.accuser);
            case DEAD ->
                    new Rumor.Dead(
                            id,
                            incarnation,
                            trouble.accuser,
                            trouble.ageSeconds(nowNanos),
                            trouble.evidence,
                            trouble.witness);
            case LEFT -> new Rumor.Left(id, incarnation, trouble.ageSeconds(nowNanos));
        };
    }

    /**
     * This belief's part of the view hash. SUSPECT counts as ALIVE, and the dead do not count at
     * all: both differ legitimately between nodes for a while.
     */
    @Override
    public long hash() {
        return !isLive() || isUnverified ? 0 : hash(id, incarnation, offerVersion());
    }

    /** The part of the view hash of a life that is held for alive. */
    static long hash(NodeId id, long incarnation, long offerVersion) {
        long hash = WireFormat.mix(hash(id.address()) ^ Long.rotateLeft(id.generation(), 23));
        return WireFormat.mix(hash ^ incarnation ^ Long.rotateLeft(offerVersion, 41));
    }

    /** What stands for an address in view hashes, and says which bucket it belongs to. */
    static long hash(Address address) {
        long hash = WireFormat.mix(address.high() ^ Long.rotateLeft(address.low(), 17));
        return WireFormat.mix(hash ^ address.port());
    }

    @Override
    public long place() {
        return place(hash(id.address()));
    }

    /** The same, from the hash of the address. */
    static long place(long addressHash) {
        return WireFormat.mix(addressHash);
    }

    @Override
    public Member picture() {
        return new Member(id, status(), incarnation, Optional.ofNullable(offer()), isUnsteady());
    }
}
