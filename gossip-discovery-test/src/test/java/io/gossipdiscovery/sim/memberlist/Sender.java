package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.swim.Outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts messages into packets, and broadcasts into the room that is left. */
final class Sender {
    /** A compound packet: its kind and the number of messages. */
    static final int COMPOUND_BYTES = 2;

    /** The length before each message in a compound packet. */
    static final int LENGTH_BYTES = 2;

    /** A packet of gossip carries a checksum. */
    private static final int CHECKSUM_BYTES = 5;

    private final Settings settings;
    private final Outbox outbox;
    private final BroadcastQueue broadcasts;
    private final ByteBuffer packet = ByteBuffer.allocate(4096);
    private int transmits = 1;

    Sender(Settings settings, Outbox outbox, BroadcastQueue broadcasts) {
        this.settings = settings;
        this.outbox = outbox;
        this.broadcasts = broadcasts;
    }

    void clusterHas(int nodes) {
        transmits = settings.transmits(nodes);
    }

    /** Sends these, and with them whatever else fits. */
    void send(Address to, Message... messages) {
        List<Message> all = new ArrayList<>(List.of(messages));
        int left = room();
        for (Message message : messages) {
            left -= message.bytes() + LENGTH_BYTES;
        }
        all.addAll(broadcasts.take(left, LENGTH_BYTES, transmits));
        write(to, all, 0);
    }

    /** Sends a packet of broadcasts alone; returns whether there were any. */
    boolean gossip(Address to) {
        List<Message> all = broadcasts.take(room() - CHECKSUM_BYTES, LENGTH_BYTES, transmits);
        if (!all.isEmpty()) {
            write(to, all, CHECKSUM_BYTES);
        }
        return !all.isEmpty();
    }

    void stream(Address to, Message message) {
        packet.clear();
        message.write(packet);
        outbox.stream(to, packet.flip());
    }

    private int room() {
        return settings.packetBytes() - settings.sealBytes() - COMPOUND_BYTES;
    }

    private void write(Address to, List<Message> messages, int extra) {
        packet.clear();
        if (messages.size() == 1) {
            messages.get(0).write(packet);
        } else {
            packet.put((byte) Message.COMPOUND).put((byte) messages.size());
            for (Message message : messages) {
                packet.putShort((short) message.bytes());
                message.write(packet);
            }
        }
        for (int i = 0; i < extra + settings.sealBytes(); i++) {
            packet.put((byte) 0);
        }
        outbox.datagram(to, packet.flip());
    }
}
