package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * How one of our own probes went. Immutable.
 *
 * @param target the life that was asked for
 * @param way by which way the answer came, or null where there was none
 * @param evidence what was concluded of a target that did not answer, or null where it did
 * @param steps how often we asked: directly, through helpers, or both at once
 * @param helpers how many helpers were asked who owed us an ack or a nack
 * @param nacks how many of them said that the target is silent for them too
 * @param missingNacks how many did not even say that they are there, although nobody doubts them
 *     (Lifeguard IV-A)
 * @param isStreamSent whether we tried a stream as well
 * @param isDelivered whether the target's machine accepted a connection meanwhile
 * @param isRefused whether it refused one
 * @param tookNanos how long it took
 */
public record ProbeReport(
        NodeId target,
        @Nullable Way way,
        @Nullable Evidence evidence,
        int steps,
        int helpers,
        int nacks,
        int missingNacks,
        boolean isStreamSent,
        boolean isDelivered,
        boolean isRefused,
        long tookNanos) {

    /** By which way an answer came. */
    public enum Way {
        /** The target's own datagram. */
        DIRECT,
        /** The target's own stream. */
        STREAM,
        /** A helper's word. */
        HELPER
    }

    /** Whether the target answered, by whichever way. */
    public boolean isAnswered() {
        return way != null;
    }
}
