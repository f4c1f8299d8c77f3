package io.gossipdiscovery.model;

/**
 * Where in its life a member is, as believed by another: its status, and what it says itself by
 * what it offers. Nothing more travels for it than status and offer do.
 */
public enum Phase {
    /** It lives, but what it offers is not known here yet; applications do not see it. */
    JOINING,
    /** It lives, and what it offers is known. */
    ALIVE,
    /** Accused of not answering; may still refute. */
    SUSPECT,
    /** It lives, and by its own word all that it offers is draining. */
    LEAVING,
    /** Said farewell itself. */
    LEFT,
    /** Declared gone by others. */
    DEAD;

    /**
     * Whether one life may pass from this phase to the next. LEFT and DEAD are left only by the
     * member's own word, under a higher incarnation. No life whose offer is known comes to be
     * JOINING, except back from doubt, in which its offer may never have been known.
     */
    public boolean mayBecome(Phase next) {
        return next != JOINING || this == JOINING || this == SUSPECT || isOver();
    }

    /**
     * Whether the life is over, as far as is believed. Only such a one is forgotten, unless we were
     * away for so long that we cannot know.
     */
    public boolean isOver() {
        return this == LEFT || this == DEAD;
    }
}
