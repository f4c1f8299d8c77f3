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
    private static final int NAT_PORT = 40_000;

    private Places() {}

    static Address address(int index) {
        return Address.v4(NET + index + 1, PORT);
    }

    /** Where others see a node that is behind a NAT. */
    static Address translated(int index) {
        return address(index).withPort(NAT_PORT);
    }

    /** Whose address that is, its own or that of a NAT before it, or {@link #NOWHERE}. */
    static int behind(Address address, int nodes) {
        return index(address.port() == NAT_PORT ? address.withPort(PORT) : address, nodes);
    }

    /** Whose machine that is, whatever the port, or {@link #NOWHERE}. */
    static int host(Address address, int nodes) {
        return index(address.withPort(PORT), nodes);
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
