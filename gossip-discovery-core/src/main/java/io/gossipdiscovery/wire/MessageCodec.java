package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The body of each message as bytes, between the header of a packet and its rumors. */
final class MessageCodec {
    /** Longer than any body without its list: a roll has up to 64 bytes of buckets. */
    private static final int MOST_SMALL_BYTES = 96;

    /** A family, an IPv6 address, a port and a generation. */
    private static final int MOST_NODE_BYTES = 1 + 16 + 2 + 8;

    private MessageCodec() {}

    /** No body of that message is longer. */
    static int mostBytes(Message message) {
        if (message instanceof Message.Fetch fetch) {
            return MOST_SMALL_BYTES + MOST_NODE_BYTES * fetch.owners().size();
        }
        if (message instanceof Message.Digest digest) {
            return MOST_SMALL_BYTES + Short.BYTES * digest.hashes().size();
        }
        return MOST_SMALL_BYTES;
    }

    /** Writes the body and returns the type. */
    static byte write(ByteBuffer out, Message message) {
        if (message instanceof Message.Ping ping) {
            out.putLong(ping.sequence()).putLong(ping.viewHash());
            Bytes.writeVarint(out, ping.held());
            return WireFormat.PING;
        }
        if (message instanceof Message.Ack ack) {
            out.putLong(ack.sequence()).putLong(ack.viewHash());
            Bytes.writeVarint(out, ack.held());
            return WireFormat.ACK;
        }
        if (message instanceof Message.PingReq request) {
            out.putLong(request.sequence());
            Bytes.writeNode(out, request.target());
            return WireFormat.PING_REQ;
        }
        if (message instanceof Message.Nack nack) {
            out.putLong(nack.sequence());
            return WireFormat.NACK;
        }
        if (message instanceof Message.Gone gone) {
            out.putLong(gone.sequence()).putLong(gone.generation());
            return WireFormat.GONE;
        }
        if (message instanceof Message.Ask ask) {
            out.putLong(ask.viewHash());
            return WireFormat.ASK;
        }
        if (message instanceof Message.Check || message instanceof Message.Seen) {
            return AddressCheckCodec.write(out, message);
        }
        return writeSync(out, message);
    }

    private static byte writeSync(ByteBuffer out, Message message) {
        if (message instanceof Message.Digest digest) {
            writeDigest(out, digest);
            return WireFormat.DIGEST;
        }
        if (message instanceof Message.Roll roll) {
            byte[] buckets = new byte[1 << roll.bucketBits() - 3];
            byte[] set = roll.buckets().toByteArray();
            System.arraycopy(set, 0, buckets, 0, set.length);
            out.putLong(roll.salt()).put((byte) roll.bucketBits()).put(buckets);
            return WireFormat.ROLL;
        }
        if (message instanceof Message.Fetch fetch) {
            Bytes.writeVarint(out, fetch.owners().size());
            fetch.owners().forEach(owner -> Bytes.writeNode(out, owner));
            return WireFormat.FETCH;
        }
        return message instanceof Message.Busy ? WireFormat.BUSY : WireFormat.GOSSIP;
    }

    private static void writeDigest(ByteBuffer out, Message.Digest digest) {
        out.putLong(digest.salt());
        out.put(digest.isForDatagrams() ? WireFormat.FOR_DATAGRAMS : 0);
        Bytes.writeVarint(out, digest.offers());
        out.put((byte) Integer.numberOfTrailingZeros(digest.hashes().size()));
        digest.hashes().forEach(out::putShort);
    }

    static Message read(byte type, ByteBuffer in) {
        return switch (type) {
            case WireFormat.PING ->
                    new Message.Ping(Bytes.readLong(in), Bytes.readLong(in), Bytes.readVarint(in));
            case WireFormat.PING_REQ -> new Message.PingReq(Bytes.readLong(in), Bytes.readNode(in));
            case WireFormat.ACK ->
                    new Message.Ack(Bytes.readLong(in), Bytes.readLong(in), Bytes.readVarint(in));
            case WireFormat.NACK -> new Message.Nack(Bytes.readLong(in));
            case WireFormat.GOSSIP -> new Message.Gossip();
            case WireFormat.FETCH -> readFetch(in);
            case WireFormat.GONE -> new Message.Gone(Bytes.readLong(in), Bytes.readLong(in));
            case WireFormat.DIGEST -> readDigest(in);
            case WireFormat.ROLL -> readRoll(in);
            case WireFormat.BUSY -> new Message.Busy();
            case WireFormat.ASK -> new Message.Ask(Bytes.readLong(in));
            case WireFormat.CHECK -> AddressCheckCodec.readCheck(in);
            case WireFormat.SEEN -> AddressCheckCodec.readSeen(in);
            default -> throw Malformed.TYPE;
        };
    }

    private static Message readFetch(ByteBuffer in) {
        long count = Bytes.readVarint(in);
        List<NodeId> owners = new ArrayList<>();
        for (long i = 0; i < count; i++) { // ends at the latest where the packet does
            owners.add(Bytes.readNode(in));
        }
        return new Message.Fetch(owners);
    }

    private static Message readDigest(ByteBuffer in) {
        long salt = Bytes.readLong(in);
        boolean isForDatagrams = (Bytes.readByte(in) & WireFormat.FOR_DATAGRAMS) != 0;
        long offers = Bytes.readVarint(in);
        int buckets = 1 << readBucketBits(in);
        Bytes.need(in, buckets * Short.BYTES);
        List<Short> hashes = new ArrayList<>(buckets);
        for (int i = 0; i < buckets; i++) {
            hashes.add(in.getShort());
        }
        return new Message.Digest(salt, offers, isForDatagrams, hashes);
    }

    private static Message readRoll(ByteBuffer in) {
        long salt = Bytes.readLong(in);
        int bits = readBucketBits(in);
        byte[] buckets = new byte[1 << bits - 3];
        Bytes.need(in, buckets.length);
        in.get(buckets);
        return new Message.Roll(salt, bits, BitSet.valueOf(buckets));
    }

    private static int readBucketBits(ByteBuffer in) {
        int bits = Bytes.readByte(in);
        if (bits < WireFormat.MIN_BUCKET_BITS || bits > WireFormat.MAX_BUCKET_BITS) {
            throw Malformed.MALFORMED;
        }
        return bits;
    }
}
