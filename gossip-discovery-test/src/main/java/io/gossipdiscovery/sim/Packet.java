package io.gossipdiscovery.sim;

import io.gossipdiscovery.swim.Lane;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes on their way from one node to another: a copy, as nodes share nothing. Reused after its
 * arrival, and scribbled over before, so that a machine which keeps a buffer that is not its own is
 * found out.
 */
final class Packet implements SimLoop.Event {
    /** Room of a reusable packet: the largest datagram that a configuration allows. */
    static final int ROOM_BYTES = 1400;

    /** The bytes do not begin where their array does: who reads the array gets garbage. */
    private static final int OFFSET = 3;

    private static final byte SCRIBBLE = (byte) 0xdb;

    private final SimNetwork network;
    private final byte[] array;
    private final ByteBuffer bytes;
    private int from;
    private int to;

    @SuppressWarnings("NullAway.Init") // filled before it is sent
    private Lane lane;

    Packet(SimNetwork network, int room) {
        this.network = network;
        this.array = new byte[OFFSET + room];
        this.bytes = ByteBuffer.wrap(array, OFFSET, room).slice();
    }

    /** Copies what is left of the content, which stays as it is. */
    Packet fill(int from, int to, Lane lane, ByteBuffer content) {
        this.from = from;
        this.to = to;
        this.lane = lane;
        bytes.clear().limit(content.remaining());
        bytes.put(0, content, content.position(), content.remaining());
        return this;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    Lane lane() {
        return lane;
    }

    int room() {
        return bytes.capacity();
    }

    /** The content, from its first byte to its last. */
    ByteBuffer bytes() {
        return bytes;
    }

    void scribble() {
        Arrays.fill(array, 0, OFFSET + bytes.limit(), SCRIBBLE);
    }

    @Override
    public void happen() {
        network.arrive(this);
    }
}
