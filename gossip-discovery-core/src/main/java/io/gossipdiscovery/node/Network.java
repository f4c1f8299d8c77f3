package io.gossipdiscovery.node;

import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.netty.Lanes;
import io.gossipdiscovery.netty.SocketLanes;
import io.gossipdiscovery.netty.StreamLimits;
import io.gossipdiscovery.netty.Transport;

import java.io.IOException;
import java.net.InetAddress;

/** What carries packets between nodes. Sockets, except in tests that want none. */
@FunctionalInterface
public interface Network {
    /** UDP and TCP. */
    Network SOCKETS = sockets(StreamLimits.DEFAULT);

    /**
     * Opens both lanes of a node.
     *
     * @param loop runs whatever the lanes have to do
     * @param port 0 asks for any
     * @param counters for what is sent and received
     * @throws IOException if they cannot be had there, so that another port may be tried
     */
    Lanes bind(Transport loop, InetAddress ip, int port, Counters counters) throws IOException;

    /** UDP and TCP, with these limits for TCP. */
    static Network sockets(StreamLimits limits) {
        return (loop, ip, port, counters) -> SocketLanes.bind(loop, ip, port, limits, counters);
    }
}
