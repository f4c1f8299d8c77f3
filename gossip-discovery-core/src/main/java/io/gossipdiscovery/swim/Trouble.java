package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a member only where something is or was the matter with it: who doubts it, why,
 * since when. Most members never need one, and a large cluster believes in many members.
 */
final class Trouble {
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Who accused it first, where it is SUSPECT or DEAD. */
    @Nullable NodeId accuser;

    /** What a verdict of DEAD rests on, and who saw the same beside the accuser, or null. */
    @Nullable Evidence evidence;

    @Nullable NodeId witness;

    /** When it came to be believed DEAD or LEFT. */
    long overNanos;

    /** Set while SUSPECT. */
    @Nullable Suspicion suspicion;

    /** When our own whole probe of it last failed, or long ago. */
    long probeFailedNanos;

    /** When we last told it what is said of it, so that this is no flood. */
    long toldNanos;

    /** Whether it last answered us over a stream, as its datagrams, or ours, may be blocked. */
    boolean answersByStream;

    /** How often it came back of late, or null where it never did. */
    @Nullable Unrest unrest;

    /** Whether callers are told to avoid it for that. */
    boolean isUnsteady;

    /** When it is to be forgotten; set while DEAD or LEFT. */
    Timers.@Nullable Alarm reap;

    private final long longAgoNanos;

    /** Begins now; all that never happened happened long ago. */
    Trouble(long nowNanos) {
        longAgoNanos = nowNanos - Long.MAX_VALUE / 4;
        probeFailedNanos = longAgoNanos;
        toldNanos = longAgoNanos;
    }

    /** Takes back what our last failed probe said. */
    void absolve() {
        probeFailedNanos = longAgoNanos;
    }

    /** For how long it is believed to be over. */
    long ageSeconds(long nowNanos) {
        return (nowNanos - overNanos) / NANOS_PER_SECOND;
    }
}
