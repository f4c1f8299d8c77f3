package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

/** One lifeline: to whom, whether it is open, and whether its first word was answered. */
final class Lifeline {
    static final long NEVER = Long.MIN_VALUE;

    final Belief member;

    /** The life that it goes to; a later one at the same address gets a lifeline of its own. */
    final NodeId target;

    /** Of the ping that it began with. */
    long sequence;

    /** Whether a connection is open, or being opened. */
    boolean isOpen;

    /** When the ping was answered, or {@link #NEVER}. */
    long answeredNanos = NEVER;

    /** How often in succession it did not hold for long. */
    int failures;

    /** When it is given up for lack of an answer, or made again. */
    Timers.@Nullable Alarm alarm;

    Lifeline(Belief member) {
        this.member = member;
        this.target = member.id;
    }

    boolean isAnswered() {
        return answeredNanos != NEVER;
    }

    boolean isToLiveMember() {
        return member.isListed() && member.id.equals(target);
    }
}
