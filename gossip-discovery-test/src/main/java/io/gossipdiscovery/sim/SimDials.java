package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What listens where: nodes at their own addresses, and at every other address an instance, as long
 * as nobody says that there is none. On the machine of a node it comes and goes with the node.
 */
final class SimDials {
    private static final long TIMEOUT_NANOS = 2_000_000_000L;
    private static final long FAR_NANOS = 1_000_000;

    private final SimWorld world;
    private final Map<String, Dial> exceptions = new HashMap<>(); // looked up, never iterated
    private final Set<String> told = new HashSet<>(); // looked up, never iterated

    SimDials(SimWorld world) {
        this.world = world;
    }

    /** From now on it ends like that to connect to an address; null makes it right again. */
    void set(String host, int port, @Nullable Dial outcome) {
        if (outcome == null) {
            exceptions.remove(host + ":" + port);
        } else {
            exceptions.put(host + ":" + port, outcome);
        }
    }

    /** Whether a node was told at any time that a dial ended like that. */
    boolean wasTold(int node, String host, int port, Dial outcome) {
        return told.contains(text(node, host, port, outcome));
    }

    void dial(SimNode from, long number, String host, int port) {
        Dial exception = exceptions.get(host + ":" + port);
        int place = place(host);
        if (exception != null) {
            boolean isSilent = exception == Dial.SILENT;
            end(from, number, host, port, exception, isSilent ? TIMEOUT_NANOS : FAR_NANOS);
        } else if (place == Places.NOWHERE) {
            end(from, number, host, port, Dial.CONNECTED, FAR_NANOS);
        } else {
            connect(from, number, host, port, world.node(place));
        }
    }

    private void connect(SimNode from, long number, String host, int port, SimNode to) {
        SimNetwork network = world.network();
        boolean isSelf = from == to;
        long tookNanos = isSelf ? FAR_NANOS : network.connecting(from.index(), to.index());
        boolean isConnectable = isSelf || network.isConnectable(from.index(), to.index());
        boolean isRefused = network.isRefused(from.index(), to.index());
        boolean isThere = isRefused || to.isAlive();
        if (tookNanos < 0 || tookNanos > TIMEOUT_NANOS || !isConnectable || !isThere) {
            end(from, number, host, port, Dial.SILENT, TIMEOUT_NANOS);
        } else {
            Dial outcome = isRefused ? Dial.REFUSED : Dial.CONNECTED;
            end(from, number, host, port, outcome, tookNanos);
        }
    }

    private void end(
            SimNode from, long number, String host, int port, Dial outcome, long delayNanos) {
        Life life = from.life();
        told.add(text(from.index(), host, port, outcome));
        world.loop()
                .at(
                        world.nowNanos() + delayNanos,
                        () ->
                                from.hears(
                                        life,
                                        (machine, now) -> machine.dialed(now, number, outcome)));
    }

    private int place(String host) {
        try {
            return Places.host(Address.of(host, 1), world.size());
        } catch (IllegalArgumentException e) {
            return Places.NOWHERE; // a name
        }
    }

    private static String text(int node, String host, int port, Dial outcome) {
        return node + " " + host + " " + port + " " + outcome;
    }
}
