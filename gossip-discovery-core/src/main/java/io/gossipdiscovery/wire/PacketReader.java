package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one packet apart. Never throws on foreign bytes: it says why it refused. A packet is
 * believed whole or not at all. Reused for every packet; not thread-safe.
 */
public final class PacketReader {
    /** More rumors than this are in no honest packet. */
    private static final int MAX_RUMORS = WireFormat.STREAM_BYTES / 16;

    private final long clusterTag;
    private List<Rumor> rumors = List.of();

    @SuppressWarnings("NullAway.Init") // there is none before the first packet
    private NodeId sender;

    private long targetGeneration;
    private boolean isByObserver;
    private @Nullable Message message;

    /** A reader that knows one cluster. */
    public PacketReader(long clusterTag) {
        this.clusterTag = clusterTag;
    }

    /**
     * Reads a packet; what it holds can then be asked for until the next call.
     *
     * @return null if all is well, or why the packet must be dropped
     */
    public @Nullable Rejection read(ByteBuffer packet) {
        rumors = new ArrayList<>(); // the largest packet is no reason to keep room for ever
        message = null;
        try {
            ByteBuffer in = packet.slice();
            readHeader(in);
            readRumors(in);
            return null;
        } catch (Malformed e) {
            return e.reason;
        }
    }

    /** Who sent it, by its own word. */
    public NodeId sender() {
        return sender;
    }

    /** Whether the sender is an observer: it asks, and nobody is to believe in it. */
    public boolean isByObserver() {
        return isByObserver;
    }

    /** The life it is meant for, or {@code ANYBODY}. */
    public long targetGeneration() {
        return targetGeneration;
    }

    /** What it says. Not to be asked for where {@link #read} refused the packet. */
    @SuppressWarnings("NullAway") // what was not refused has one
    public Message message() {
        return message;
    }

    /** The rumors, in the order of the packet. Valid until the next {@link #read}. */
    public List<Rumor> rumors() {
        return rumors;
    }

    private void readHeader(ByteBuffer in) {
        Bytes.need(in, 2);
        if (in.getShort() != WireFormat.MAGIC) {
            throw Malformed.FOREIGN;
        }
        if (Bytes.readByte(in) != WireFormat.VERSION) {
            throw Malformed.VERSION;
        }
        byte type = Bytes.readByte(in);
        Bytes.need(in, Integer.BYTES);
        int checksum = in.getInt();
        if (Bytes.checksum(in) != checksum) {
            throw Malformed.CORRUPT;
        }
        if (Bytes.readLong(in) != clusterTag) {
            throw Malformed.CLUSTER;
        }
        sender = Bytes.readNode(in);
        targetGeneration = Bytes.readLong(in);
        isByObserver = (type & WireFormat.BY_OBSERVER) != 0;
        message = MessageCodec.read((byte) (type & ~WireFormat.BY_OBSERVER), in);
    }

    private void readRumors(ByteBuffer in) {
        while (in.hasRemaining()) {
            Rumor rumor = RumorCodec.read(in);
            if (rumor != null) {
                rumors.add(rumor);
            }
            if (rumors.size() > MAX_RUMORS) {
                throw Malformed.MALFORMED;
            }
        }
    }
}
