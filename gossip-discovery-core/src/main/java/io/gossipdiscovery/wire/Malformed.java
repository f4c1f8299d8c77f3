package io.gossipdiscovery.wire;

/**
 * Ends the reading of bytes that cannot be ours. One object a reason, without a stack: rejecting
 * must cost no more than reading.
 */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final Malformed TRUNCATED = new Malformed(Rejection.TRUNCATED);
    static final Malformed MALFORMED = new Malformed(Rejection.MALFORMED);
    static final Malformed FOREIGN = new Malformed(Rejection.FOREIGN);
    static final Malformed VERSION = new Malformed(Rejection.VERSION);
    static final Malformed CORRUPT = new Malformed(Rejection.CORRUPT);
    static final Malformed CLUSTER = new Malformed(Rejection.CLUSTER);
    static final Malformed TYPE = new Malformed(Rejection.TYPE);

    final transient Rejection reason;

    private Malformed(Rejection reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }
}
