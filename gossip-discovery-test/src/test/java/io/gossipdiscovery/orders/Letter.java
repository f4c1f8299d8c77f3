package io.gossipdiscovery.orders;

import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;

/** A packet underway: it may arrive at any later moment, in any order, or never. */
final class Letter {
    final int from;
    final int to;
    final Lane lane;

    /** Equal for letters that cannot be told apart. */
    final long digest;

    /** After how many choices it was sent. */
    final int born;

    private final byte[] bytes;

    Letter(int from, int to, Lane lane, ByteBuffer packet, int born) {
        this.from = from;
        this.to = to;
        this.lane = lane;
        this.born = born;
        this.bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        long hash = from * 31L + to * 7L + lane.ordinal();
        for (byte part : bytes) {
            hash = hash * 0x100000001b3L ^ part & 0xff;
        }
        this.digest = WireFormat.mix(hash);
    }

    ByteBuffer packet() {
        return ByteBuffer.wrap(bytes);
    }
}
