package io.gossipdiscovery.sim;

import io.gossipdiscovery.swim.Lane;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * A network between two ends that are no machines: one counts, the other recognises what was sent.
 */
final class Wire {
    private static final int TRAILER_BYTES = 8;

    private final SimWorld world = new SimWorld(SimCluster.of(2).scenario("wire"));
    private final SimNetwork network;
    private final int[] received = new int[2];
    private long sent;
    private long highest = -1;
    private long lastNanos;
    private int intact;
    private boolean inOrder = true;

    Wire(LinkQuality quality) {
        network = new SimNetwork(world, quality, new SplittableRandom(7), this::arrive);
    }

    SimNetwork network() {
        return network;
    }

    void send(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            network.send(Lane.DATAGRAM, 0, Places.address(1), packet(bytes));
        }
        run();
    }

    void sendBack(int count) {
        for (int i = 0; i < count; i++) {
            network.send(Lane.DATAGRAM, 1, Places.address(0), packet(50));
        }
        run();
    }

    void stream(int bytes) {
        network.send(Lane.STREAM, 0, Places.address(1), packet(bytes));
    }

    void run() {
        long until = world.nowNanos() + 60_000_000_000L;
        while (world.loop().step(until)) {
            // one packet after the other
        }
    }

    int received() {
        return received[1];
    }

    int receivedBack() {
        return received[0];
    }

    int intact() {
        return intact;
    }

    long lastNanos() {
        return lastNanos;
    }

    boolean isInOrder() {
        return inOrder;
    }

    private ByteBuffer packet(int bytes) {
        ByteBuffer packet = ByteBuffer.allocate(bytes);
        long number = sent++;
        packet.putLong(0, number);
        packet.putLong(bytes - TRAILER_BYTES, ~number);
        for (int i = 8; i < bytes - TRAILER_BYTES; i++) {
            packet.put(i, (byte) (number * i));
        }
        return packet;
    }

    private boolean arrive(Packet packet) {
        ByteBuffer bytes = packet.bytes();
        received[packet.to()]++;
        lastNanos = world.nowNanos();
        if (bytes.remaining() >= 2 * TRAILER_BYTES && isIntact(bytes)) {
            intact++;
            long number = bytes.getLong(0);
            inOrder &= number >= highest;
            highest = Math.max(highest, number);
        }
        network.release(packet);
        return true;
    }

    private static boolean isIntact(ByteBuffer bytes) {
        long number = bytes.getLong(0);
        boolean intact = bytes.getLong(bytes.limit() - TRAILER_BYTES) == ~number;
        for (int i = 8; i < bytes.limit() - TRAILER_BYTES && intact; i++) {
            intact = bytes.get(i) == (byte) (number * i);
        }
        return intact;
    }
}
