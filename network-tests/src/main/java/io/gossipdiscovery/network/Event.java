package io.gossipdiscovery.network;

/**
 * What a node noticed of another, as a line that its agent prints.
 *
 * @param nanos when, by the monotonic clock, which all processes of a machine share
 * @param observer which node noticed
 * @param kind what
 * @param subject of which node, perhaps itself
 * @param generation which life of it, or 0
 * @param detail a number whose meaning depends on the kind
 */
public record Event(
        long nanos, int observer, Kind kind, int subject, long generation, long detail) {

    /** What is noticed. */
    public enum Kind {
        /** The process in which the observer will run has run a node before. */
        WARM,
        /** The observer itself begins a life, and believes nothing yet. */
        STARTING,
        /** The observer itself runs. */
        STARTED,
        /** Believed to live; detail is the incarnation. */
        ALIVE,
        /** Doubted; detail is the incarnation. */
        SUSPECT,
        DEAD,
        LEFT,
        FORGOTTEN,
        /** Its offer is known; detail is the offer's version. */
        OFFER,
        /** The observer itself is about to say farewell. */
        LEAVING,
        /** The observer itself is about to change its offer. */
        CHANGING,
        /** An answer to {@code count}: subject numbers the counter, detail is its value. */
        COUNT;

        /** Whether it says in which state a life is believed to be. */
        public boolean isBelief() {
            return switch (this) {
                case ALIVE, SUSPECT, DEAD, LEFT, FORGOTTEN -> true;
                default -> false;
            };
        }

        /** Whether the subject counts as one of the cluster after it. */
        public boolean isLive() {
            return this == ALIVE || this == SUSPECT;
        }
    }

    String line() {
        return nanos
                + " "
                + observer
                + " "
                + kind
                + " "
                + subject
                + " "
                + generation
                + " "
                + detail;
    }

    static Event parse(String line) {
        String[] words = line.split(" ");
        return new Event(
                Long.parseLong(words[0]),
                Integer.parseInt(words[1]),
                Kind.valueOf(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }
}
