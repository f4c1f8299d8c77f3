package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Address;

/**
 * Where the simulated nodes live: node {@code i} at 10.0.0.0 plus i + 1. An address is computed,
 * not looked up.
 */
final class Places {
    /** No node of the simulation. */
    static final int NOWHERE = -1;

    /** Most nodes of one simulation: what fits below 10.0.0.0. */
    static final int MOST = 1 << 20;

    private static final int NET = 10 << 24;
    private static final int PORT = 7946;

    private Places() {}

    static Address address(int index) {
        return Address.v4(NET + index + 1, PORT);
    }

    /** Whose address that is, or {@link #NOWHERE}. */
    static int index(Address address, int nodes) {
        if (!address.isV4() || address.port() != PORT) {
            return NOWHERE;
        }
        int index = (int) address.low() - NET - 1;
        return index >= 0 && index < nodes ? index : NOWHERE;
    }
}
