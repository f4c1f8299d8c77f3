package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;

/**
 * One message of the model. Its fields are written tightly, and then filled up to the length that
 * the real one has, names of fields included. A life's generation stands for the node's name.
 *
 * @param kind which
 * @param subject whom it is about: the one pinged, or the one accused or alive
 * @param number sequence of a probe, else the incarnation
 * @param other accuser of an accusation, or who asks for an indirect ping
 * @param offerVersion which metadata an alive message carries
 * @param bytes how long the real one is, where it may be told on
 */
record Message(Kind kind, NodeId subject, long number, Address other, int offerVersion, int bytes) {
    enum Kind {
        PING,
        INDIRECT_PING,
        ACK,
        NACK,
        SUSPECT,
        ALIVE,
        DEAD,
        PUSH_PULL
    }

    static final int COMPOUND = 100;

    void write(ByteBuffer to) {
        int end = to.position() + bytes;
        to.put((byte) kind.ordinal());
        to.putInt((int) number);
        if (kind != Kind.ACK && kind != Kind.NACK) {
            write(subject, to);
            to.putInt(ip(other));
            to.putShort((short) offerVersion);
        }
        if (to.position() > end) {
            throw new IllegalStateException(this + " is longer than it is said to be");
        }
        while (to.position() < end) {
            to.put((byte) 0);
        }
    }

    static Message read(ByteBuffer from, Settings settings) {
        Kind kind = Kind.values()[from.get()];
        int number = from.getInt();
        if (kind == Kind.ACK || kind == Kind.NACK) {
            return new Message(kind, null, number, null, 0, 0);
        }
        NodeId subject = readNode(from);
        Address other = address(from.getInt());
        int bytes = kind == Kind.ALIVE ? settings.aliveBytes() : settings.accusationBytes();
        return new Message(kind, subject, number, other, from.getShort(), bytes);
    }

    static void write(NodeId node, ByteBuffer to) {
        to.putInt(ip(node.address()));
        to.putInt((int) node.generation());
    }

    static NodeId readNode(ByteBuffer from) {
        Address address = address(from.getInt());
        return new NodeId(address, from.getInt());
    }

    private static int ip(Address address) {
        return address == null ? 0 : (int) address.low();
    }

    private static Address address(int ip) {
        return ip == 0 ? null : Address.v4(ip, PORT);
    }

    /** All nodes of a simulation listen there. */
    static final int PORT = 7946;
}
