package io.gossipdiscovery.sim;

import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A running hash over everything that happens. Two runs are the same exactly if their hashes are.
 */
final class Fingerprint {
    private final CRC32C checksum = new CRC32C();
    private long chain = 1;

    void add(long fact) {
        chain = WireFormat.mix(chain * 31 + fact);
    }

    void add(long nowNanos, int from, int to, ByteBuffer packet) {
        checksum.reset();
        int position = packet.position();
        checksum.update(packet);
        packet.position(position);
        add(nowNanos);
        add((long) from << 32 | to & 0xffffffffL);
        add(checksum.getValue() << 24 | packet.remaining());
    }

    long value() {
        return chain;
    }
}
