package io.gossipdiscovery.node;

import io.gossipdiscovery.config.BindConfig;

import org.jspecify.annotations.Nullable;

/**
 * A node could not start where it was told to. The message names the property to change and how, so
 * that it can be shown to whoever wrote the configuration.
 */
public final class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** Somebody else has the port, or all ports of the range. */
        PORT_TAKEN,
        /** The address is none, is not of this machine, or cannot be advertised. */
        BAD_ADDRESS,
        /** The address is reachable from other machines, and nothing protects the packets. */
        NOT_SECURED
    }

    private final Reason reason;
    private final String address;
    private final int firstPort;
    private final int lastPort;

    StartFailedException(
            Reason reason, BindConfig bind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.address = bind.address();
        this.firstPort = bind.firstPort();
        this.lastPort = bind.lastPort();
    }

    public Reason reason() {
        return reason;
    }

    /** The address that was to be bound, as configured. */
    public String address() {
        return address;
    }

    /** The first port that was tried; 0 stands for any. */
    public int firstPort() {
        return firstPort;
    }

    /** The last port that was tried. */
    public int lastPort() {
        return lastPort;
    }
}
