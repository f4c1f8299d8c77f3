package io.gossipdiscovery.model;

/**
 * In which state a life is believed to be, in rank order: of two rumors with equal generation and
 * incarnation the one with the later status wins (SWIM 4.2).
 *
 * <p>Legal transitions: a higher rank from any to any; {@code SUSPECT} and {@code DEAD} return to
 * {@code ALIVE} by a higher incarnation, that is by the member's own word.
 */
public enum Status {
    /** Answers, as far as we know. */
    ALIVE,
    /** Accused of not answering; may still refute. */
    SUSPECT,
    /** Declared gone by others. */
    DEAD,
    /** Said farewell itself. A farewell is not a failure. */
    LEFT;

    /** Whether this life still counts as one of the cluster: ALIVE or SUSPECT. */
    public boolean isLive() {
        return this == ALIVE || this == SUSPECT;
    }
}
