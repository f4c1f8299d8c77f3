package io.gossipdiscovery.model;

/**
 * How an attempt to connect to an address ended, which somebody made to see whether it leads there.
 * New ones go to the end: their order is on the wire.
 */
public enum Dial {
    /** Nobody has tried. */
    NOT_TRIED,
    /** Somebody listens there. */
    CONNECTED,
    /** The machine is there and says that nobody listens. */
    REFUSED,
    /** No answer in time, or no way there. */
    SILENT,
    /** No address is known for the host's name. */
    UNKNOWN_NAME,
    /** A loopback address, told to another machine, or the wildcard: it means whoever dials. */
    LOOPBACK;

    /** For people. */
    public String text() {
        return switch (this) {
            case NOT_TRIED -> "not tried";
            case CONNECTED -> "connected";
            case REFUSED -> "refused, nobody listens";
            case SILENT -> "no answer";
            case UNKNOWN_NAME -> "the host's name is unknown";
            case LOOPBACK -> "a loopback address, which leads to itself";
        };
    }

    /** Whether callers could not connect either. */
    public boolean isFailed() {
        return this != NOT_TRIED && this != CONNECTED;
    }
}
