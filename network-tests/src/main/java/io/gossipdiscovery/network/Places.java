package io.gossipdiscovery.network;

import io.gossipdiscovery.model.Address;

/** Where nodes live: node 1 at 127.0.1.1, node 2 at 127.0.1.2 and so on, all at the same port. */
public final class Places {
    /** One octet, without network and broadcast address. */
    public static final int MOST_NODES = 254;

    public static final int PORT = 7946;

    private static final String NETWORK = "127.0.1.";

    private Places() {}

    /** The IP literal of a node. */
    public static String host(int node) {
        if (node < 1 || node > MOST_NODES) {
            throw new IllegalArgumentException("a node is 1 to " + MOST_NODES + ", not " + node);
        }
        return NETWORK + node;
    }

    /** The node at an address, or 0 for none of ours. */
    static int node(Address address) {
        String host = address.host();
        boolean isOurs = host.startsWith(NETWORK) && address.port() == PORT;
        return isOurs ? Integer.parseInt(host.substring(NETWORK.length())) : 0;
    }
}
