package io.gossipdiscovery.spring;

import java.io.Serial;
import java.util.List;

/** No other node was reached, although the application is not to start without one. */
public final class NotJoinedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final List<String> seeds;

    NotJoinedException(String message, List<String> seeds) {
        super(message);
        this.seeds = List.copyOf(seeds);
    }

    /** What came of each seed, a line for each. */
    public List<String> seeds() {
        return seeds;
    }
}
