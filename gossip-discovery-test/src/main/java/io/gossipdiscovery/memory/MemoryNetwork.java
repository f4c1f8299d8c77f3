package io.gossipdiscovery.memory;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.netty.Lanes;
import io.gossipdiscovery.netty.Transport;
import io.gossipdiscovery.node.Network;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network in this JVM that opens no socket. Packets arrive at once, once and in order, unless the
 * network is cut between two nodes: then nothing passes, and nobody is told. Where nobody listens,
 * streams are refused, as by a machine that is up; when a node closes, those who hold lifelines to
 * it are told.
 *
 * <p>Every network is a world of its own: an address means something in it alone, and port 0 is the
 * next that is free from {@link #FIRST_PORT} on. Thread-safe.
 */
public final class MemoryNetwork implements Network {
    /** The port of the first node that asks for any. */
    public static final int FIRST_PORT = 7946;

    private static final int LAST_PORT = 65535;

    private final Map<Address, MemoryLanes> bound = new HashMap<>();
    private Set<Address> cutOff = Set.of();

    /**
     * As a socket's would, except that there is no wildcard.
     *
     * @throws IOException if the port is taken, or the address is the wildcard
     */
    @Override
    public synchronized Lanes bind(Transport loop, InetAddress ip, int port, Counters counters)
            throws IOException {
        Address wanted = Address.of(ip, port != 0 ? port : FIRST_PORT);
        if (wanted.isWildcard()) {
            throw new IOException("an in-memory network has no wildcard address");
        }
        while (bound.containsKey(wanted)) {
            if (port != 0 || wanted.port() == LAST_PORT) {
                throw new IOException(wanted + " is taken in this in-memory network");
            }
            wanted = wanted.withPort(wanted.port() + 1);
        }
        MemoryLanes lanes = new MemoryLanes(this, wanted, loop, counters);
        bound.put(wanted, lanes);
        return lanes;
    }

    /** Cuts between these addresses and all others; what was cut before is healed. */
    public synchronized void partition(Set<Address> oneSide) {
        cutOff = Set.copyOf(oneSide);
    }

    /** Lets everything pass again. */
    public void heal() {
        partition(Set.of());
    }

    /** Whether packets pass between two addresses. */
    public synchronized boolean isOpen(Address from, Address to) {
        return cutOff.contains(from) == cutOff.contains(to);
    }

    /** How it ends to connect from one address to another. */
    synchronized Dial dial(Address from, String host, int port) {
        Address to;
        try {
            to = Address.of(host, port);
        } catch (IllegalArgumentException e) {
            return Dial.NOT_TRIED; // a name, which means nothing here
        }
        if (!bound.containsKey(to)) {
            return Dial.NOT_TRIED;
        }
        return isOpen(from, to) ? Dial.CONNECTED : Dial.SILENT;
    }

    synchronized Optional<MemoryLanes> at(Address address) {
        return Optional.ofNullable(bound.get(address));
    }

    synchronized void unbind(Address address) {
        bound.remove(address);
    }
}
