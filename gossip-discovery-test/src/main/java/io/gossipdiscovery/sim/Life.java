package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What really happened in one life of a node, by its own word: the truth that beliefs are held
 * against.
 */
final class Life {
    private static final long NOT_OVER = Long.MAX_VALUE;

    private final NodeId id;
    private final Map<Long, Offer> offers = new HashMap<>();
    private @Nullable Offer lastFound;
    private long incarnation;
    private long offerVersion;
    private long refutedWith = -1;
    private long doubtedWhileCutOff = -1;
    private boolean leaving;
    private long overAtNanos = NOT_OVER;

    Life(NodeId id) {
        this.id = id;
    }

    NodeId id() {
        return id;
    }

    /** The highest incarnation that the node took. */
    long incarnation() {
        return incarnation;
    }

    /** The latest version of its offer, 0 before the first. */
    long offerVersion() {
        return offerVersion;
    }

    /** What it offered under that version, or null if it never did. */
    @Nullable Offer offer(long version) {
        return offers.get(version);
    }

    /** Whether it offered exactly that at some time. Others read equal copies, mostly one copy. */
    boolean wrote(Offer offer) {
        if (offer != lastFound && offer.equals(offers.get(offer.version()))) {
            lastFound = offer;
        }
        return offer == lastFound;
    }

    /** Writes down what the node says of itself. */
    void spoke(Member self) {
        incarnation = Math.max(incarnation, self.incarnation());
        self.offer().ifPresent(this::offered);
    }

    private void offered(Offer offer) {
        offers.putIfAbsent(offer.version(), offer);
        offerVersion = Math.max(offerVersion, offer.version());
    }

    void refuted(long incarnation) {
        this.incarnation = Math.max(this.incarnation, incarnation);
        refutedWith = Math.max(refutedWith, incarnation);
    }

    /** The highest incarnation taken in order to refute, or -1. */
    long refutedWith() {
        return refutedWith;
    }

    /** Somebody doubted this incarnation at a time when he could not hear the node. */
    void doubtedWhileCutOff(long incarnation) {
        doubtedWhileCutOff = Math.max(doubtedWhileCutOff, incarnation);
    }

    /** Whether a verdict about that incarnation may be the echo of one that was excused. */
    boolean wasDoubtedWhileCutOff(long incarnation) {
        return incarnation <= doubtedWhileCutOff;
    }

    void leaves() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    void ends(long nowNanos) {
        overAtNanos = Math.min(overAtNanos, nowNanos);
    }

    boolean isOver() {
        return overAtNanos != NOT_OVER;
    }

    long overAtNanos() {
        return overAtNanos;
    }
}
