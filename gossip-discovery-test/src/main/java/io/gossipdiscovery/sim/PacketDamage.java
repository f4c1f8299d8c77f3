package io.gossipdiscovery.sim;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What a bad cable, a bad memory or a stranger makes of a packet: some bits flipped, an end cut
 * off, or nothing but noise.
 */
final class PacketDamage {
    private static final int MOST_FLIPPED_BITS = 4;

    private final SplittableRandom random;

    PacketDamage(SplittableRandom random) {
        this.random = random;
    }

    void spoil(ByteBuffer packet) {
        int bytes = packet.limit();
        if (bytes == 0) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> packet.limit(random.nextInt(bytes));
            case 1 -> noise(packet);
            default -> flip(packet);
        }
    }

    private void flip(ByteBuffer packet) {
        int bits = 1 + random.nextInt(MOST_FLIPPED_BITS);
        for (int i = 0; i < bits; i++) {
            int at = random.nextInt(packet.limit());
            packet.put(at, (byte) (packet.get(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void noise(ByteBuffer packet) {
        for (int at = random.nextInt(packet.limit()); at < packet.limit(); at++) {
            packet.put(at, (byte) random.nextInt());
        }
    }
}
