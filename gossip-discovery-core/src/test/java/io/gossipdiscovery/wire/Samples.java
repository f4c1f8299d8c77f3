package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One of each, and random ones, for the tests of the format. */
final class Samples {
    static final long TAG = WireFormat.clusterTag("test");
    static final NodeId A = new NodeId(Address.parse("10.0.0.1:7946"), 0x1122334455667788L >>> 3);
    static final NodeId B = new NodeId(Address.parse("[2001:db8::7]:80"), 1);

    private Samples() {}

    static List<Message> messages() {
        return List.of(
                new Message.Ping(1, -2),
                new Message.Ping(1, -2, 300),
                new Message.PingReq(3, B),
                new Message.Ack(Long.MIN_VALUE, 5),
                new Message.Ack(Long.MIN_VALUE, 5, WireFormat.COUNTER_CEILING),
                new Message.Nack(-6),
                new Message.Gossip(),
                new Message.Ask(9),
                new Message.Fetch(List.of(A, B)),
                new Message.Digest(9, 10, true, Collections.nCopies(64, (short) -3)),
                new Message.Digest(-9, 0, false, Collections.nCopies(512, (short) 0x1234)),
                new Message.Roll(11, 6, BitSet.valueOf(new long[] {0x8001})),
                new Message.Roll(12, 9, new BitSet()),
                new Message.Busy(),
                new Message.Check(1, 2, List.of()),
                new Message.Check(-1, WireFormat.COUNTER_CEILING, places()),
                new Message.Seen(3, 0, A.address(), Dial.NOT_TRIED, List.of()),
                new Message.Seen(
                        -3,
                        WireFormat.COUNTER_CEILING,
                        B.address(),
                        Dial.LOOPBACK,
                        Collections.nCopies(Message.Check.MOST_INSTANCES, Dial.REFUSED)),
                new Message.Gone(7, 8));
    }

    private static List<Integer> places() {
        return List.of(0, 1, 2, 3, 4, 5, 127, 255);
    }

    static List<Rumor> rumors(Random random) {
        List<Rumor> rumors = new ArrayList<>();
        for (int i = 0; i < random.nextInt(12); i++) {
            NodeId about = random.nextBoolean() ? node(random) : A;
            long number = Math.max(1, random.nextLong() >>> 1 + random.nextInt(62));
            rumors.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Rumor.Alive(about, number);
                        case 1 -> new Rumor.Suspect(about, number, node(random), evidence(random));
                        case 2 -> dead(about, number, random);
                        case 3 -> new Rumor.Left(about, number, random.nextInt(5000));
                        default -> new Rumor.Notice(about, number);
                    });
        }
        return rumors;
    }

    private static Rumor dead(NodeId about, long number, Random random) {
        NodeId witness = random.nextBoolean() ? node(random) : null;
        return new Rumor.Dead(
                about, number, node(random), random.nextInt(5000), evidence(random), witness);
    }

    private static Evidence evidence(Random random) {
        return Evidence.values()[random.nextInt(Evidence.values().length)];
    }

    static NodeId node(Random random) {
        byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(ip);
        ip[0] |= 1;
        return new NodeId(Address.of(ip, 1 + random.nextInt(65535)), 1 + (random.nextLong() >>> 3));
    }

    static Offer offer(Random random) {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            Map<String, String> metadata = new TreeMap<>();
            for (int j = 0; j < random.nextInt(4); j++) {
                metadata.put("key" + j, "wért €" + random.nextInt());
            }
            ServiceStatus[] statuses = ServiceStatus.values();
            instances.add(
                    Instance.of(
                                    "sérvice" + i,
                                    "id" + random.nextInt(),
                                    "host",
                                    random.nextInt(65536))
                            .withSecure(random.nextBoolean())
                            .withStatus(statuses[random.nextInt(statuses.length)])
                            .withVersion("1." + random.nextInt())
                            .withMetadata(metadata));
        }
        return new Offer(
                1 + random.nextInt(1000),
                new TreeMap<>(Map.of("zone", "z" + random.nextInt())),
                instances);
    }

    /** The packet with a checksum that fits what it says now. */
    static byte[] summed(byte[] packet) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        bytes.putInt(WireFormat.CHECKSUM_AT, Bytes.checksum(bytes));
        return packet;
    }

    static byte[] packet(Message message, List<? extends Rumor> rumors) {
        PacketWriter writer = new PacketWriter(TAG, 4096);
        writer.begin(A, B.generation(), message);
        rumors.forEach(rumor -> writer.add(RumorCodec.encode(rumor)));
        ByteBuffer packet = writer.finish();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }
}
