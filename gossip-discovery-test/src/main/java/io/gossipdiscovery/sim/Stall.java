package io.gossipdiscovery.sim;

import java.util.ArrayList;
import java.util.List;

/** What a stalled node wanted to send, and what has come for it, as far as its sockets hold it. */
final class Stall {
    /** Packets held in each direction; more of them are lost. */
    static final int PACKETS = 4096;

    private final List<Packet> arrivals = new ArrayList<>();
    private final List<Runnable> sendings = new ArrayList<>();

    List<Packet> arrivals() {
        return arrivals;
    }

    List<Runnable> sendings() {
        return sendings;
    }

    /** Whether there was room for it. */
    boolean arrives(Packet packet) {
        return arrivals.size() < PACKETS && arrivals.add(packet);
    }

    void send(Runnable sending) {
        if (sendings.size() < PACKETS) {
            sendings.add(sending);
        }
    }
}
