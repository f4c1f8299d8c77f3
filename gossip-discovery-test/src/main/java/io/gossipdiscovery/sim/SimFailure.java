package io.gossipdiscovery.sim;

import org.jspecify.annotations.Nullable;

/** A simulation that went wrong. The message says how to play it again and what happened last. */
public final class SimFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    SimFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
