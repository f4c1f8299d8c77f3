package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;

/**
 * Puts one packet together: header, message, then as many rumors as fit. One buffer, reused for
 * every packet but for the large ones; not thread-safe.
 */
public final class PacketWriter {
    /** Room at first, for header and message with much to spare; most packets need no more. */
    private static final int FIRST_BYTES = 2048;

    private final long clusterTag;
    private final int budgetBytes;
    private final boolean isByObserver;
    private ByteBuffer buffer;
    private boolean hasRumors;

    /**
     * A writer of packets of at most so many bytes.
     *
     * @param budgetBytes the limit, which no packet exceeds
     */
    public PacketWriter(long clusterTag, int budgetBytes) {
        this(clusterTag, budgetBytes, false);
    }

    /**
     * As above.
     *
     * @param isByObserver whether whoever writes is an observer, and no member
     */
    public PacketWriter(long clusterTag, int budgetBytes, boolean isByObserver) {
        this.clusterTag = clusterTag;
        this.budgetBytes = budgetBytes;
        this.isByObserver = isByObserver;
        this.buffer = first();
    }

    /**
     * Begins a packet. {@code targetGeneration} is the life it is meant for, or {@code ANYBODY}.
     */
    public void begin(NodeId sender, long targetGeneration, Message message) {
        buffer.clear();
        int leastBytes = WireFormat.MOST_HEADER_BYTES + MessageCodec.mostBytes(message);
        if (buffer.capacity() < leastBytes) {
            grow(leastBytes);
        }
        buffer.putShort(WireFormat.MAGIC).put(WireFormat.VERSION);
        int type = buffer.position();
        buffer.put((byte) 0).putInt(0).putLong(clusterTag);
        Bytes.writeNode(buffer, sender);
        buffer.putLong(targetGeneration);
        byte kind = MessageCodec.write(buffer, message);
        buffer.put(type, (byte) (isByObserver ? kind | WireFormat.BY_OBSERVER : kind));
        hasRumors = false;
    }

    /** Adds an encoded rumor, if it fits. */
    public boolean add(byte[] rumor) {
        if (room() < rumor.length) {
            return false;
        }
        if (buffer.remaining() < rumor.length) {
            grow(buffer.position() + rumor.length);
        }
        buffer.put(rumor);
        hasRumors = true;
        return true;
    }

    /** Whether any rumor was added since {@link #begin}. */
    public boolean hasRumors() {
        return hasRumors;
    }

    /** The bytes still free. */
    public int room() {
        return budgetBytes - buffer.position();
    }

    private void grow(int leastBytes) {
        int bytes = Math.min(budgetBytes, Math.max(leastBytes, 2 * buffer.capacity()));
        buffer = ByteBuffer.allocate(bytes).put(buffer.flip());
    }

    /** The packet, ready to be read; valid until the next {@link #begin}. */
    public ByteBuffer finish() {
        ByteBuffer packet = buffer.flip();
        if (packet.capacity() > FIRST_BYTES) {
            buffer = first(); // one large packet is no reason to keep so much for ever
        }
        return packet.putInt(WireFormat.CHECKSUM_AT, Bytes.checksum(packet));
    }

    private ByteBuffer first() {
        return ByteBuffer.allocate(Math.min(budgetBytes, FIRST_BYTES));
    }
}
