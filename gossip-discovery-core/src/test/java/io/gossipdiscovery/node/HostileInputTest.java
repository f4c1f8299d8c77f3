package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;
import static io.gossipdiscovery.node.Nodes.awaitListed;
import static io.gossipdiscovery.node.Nodes.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.netty.Await;
import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.netty.StreamLimits;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.WireFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Whatever reaches the real ports is dropped and counted under its name, and changes nothing. */
class HostileInputTest {
    private static final String CLUSTER = "test";
    private static final NodeId STRANGER = new NodeId(Address.parse("127.0.0.9:7946"), 1);

    @RegisterExtension final Nodes nodes = new Nodes();

    /** Something that a stranger does to a node. */
    interface Deed {
        void doTo(GossipDiscovery node) throws IOException;
    }

    private record Case(String name, Rejection counted, Deed deed) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        byte[] ping = packet(CLUSTER, STRANGER);
        byte[] foreign = packet("another", STRANGER);
        byte[] half = Arrays.copyOf(ping, ping.length / 2);
        return Stream.of(
                datagram("an empty datagram", Rejection.TRUNCATED, new byte[0]),
                datagram("one byte", Rejection.TRUNCATED, Arrays.copyOf(ping, 1)),
                datagram("half a header", Rejection.TRUNCATED, Arrays.copyOf(ping, 6)),
                datagram("half a packet", Rejection.CORRUPT, half),
                datagram("another program's", Rejection.FOREIGN, text("d1:ad2:id20:abcdefghij")),
                datagram("another version's", Rejection.VERSION, with(ping, 2, 99)),
                datagram("an altered byte", Rejection.CORRUPT, with(ping, 20, 99)),
                datagram("an unknown type", Rejection.TYPE, summed(with(ping, 3, 99))),
                datagram("another cluster's", Rejection.CLUSTER, foreign),
                datagram("a byte too many", Rejection.OVERSIZED, Arrays.copyOf(ping, 1501)),
                datagram("far too many", Rejection.OVERSIZED, Arrays.copyOf(ping, 60_000)),
                new Case("our own voice", Rejection.ECHO, HostileInputTest::echo),
                stream("an HTTP request", Rejection.FOREIGN, text("GET / HTTP/1.1\r\n\r\n")),
                stream("a TLS hello", Rejection.FOREIGN, new byte[] {22, 3, 1, 0, 90}),
                stream(
                        "a frame too long",
                        Rejection.OVERSIZED,
                        header(WireFormat.STREAM_BYTES + 1)),
                stream("a length below zero", Rejection.OVERSIZED, header(-1)),
                stream("a connection closed at once", Rejection.EMPTY, new byte[0]),
                stream("half a header", Rejection.TRUNCATED, Arrays.copyOf(header(9), 6)),
                stream("half a frame", Rejection.TRUNCATED, frame(ping.length, half)),
                stream("a frame with half a packet", Rejection.CORRUPT, frame(half)),
                stream("a frame with nothing", Rejection.TRUNCATED, frame(new byte[0])),
                stream("a frame of another program", Rejection.FOREIGN, frame(text("hello"))),
                stream("a frame of another cluster", Rejection.CLUSTER, frame(foreign)),
                silence("silence from the start", new byte[0]),
                silence("silence in the midst of a frame", frame(ping.length, half)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isCountedUnderItsNameAndChangesNothing(Case bad) throws IOException {
        GossipDiscovery node = start();
        node.register(instance("cart", "1"));
        awaitListed(node, "cart", "1");
        List<Member> members = node.members();
        Catalog catalog = node.catalog();
        bad.deed().doTo(node);
        String name = Counters.name(bad.counted());
        Await.until("counted as " + name, () -> node.counters().get(name) > 0, node::counters);
        assertThat(rejections(node)).isEqualTo(Map.of(name, 1L));
        assertThat(node.counters()).containsEntry("failures", 0L);
        assertThat(node.members()).isEqualTo(members);
        assertThat(node.catalog()).isSameAs(catalog);
    }

    @Test
    void aNodeThatWasToldAllOfThisWorksOn() throws IOException {
        GossipDiscovery node = start();
        List<Case> all = cases().toList();
        for (Case bad : all) {
            bad.deed().doTo(node);
        }
        Await.until(
                "all are counted",
                () -> rejections(node).values().stream().mapToLong(n -> n).sum() == all.size(),
                node::counters);
        GossipDiscovery two = nodes.at("127.0.0.2", node);
        two.register(instance("stock", "1"));
        awaitAllKnown(node, two);
        awaitListed(node, "stock", "1");
    }

    private GossipDiscovery start() {
        GossipConfig config = GossipConfig.local().cluster(CLUSTER).bind("127.0.0.1", 0).build();
        return nodes.add(
                GossipDiscovery.start(
                        config,
                        List::of,
                        Network.sockets(
                                StreamLimits.DEFAULT.withFrameTimeout(Duration.ofMillis(300)))));
    }

    private static SortedMap<String, Long> rejections(GossipDiscovery node) {
        SortedMap<String, Long> rejections = new TreeMap<>(node.counters());
        rejections
                .entrySet()
                .removeIf(e -> !e.getKey().startsWith("rejected.") || e.getValue() == 0);
        return rejections;
    }

    private static Case datagram(String name, Rejection counted, byte[] bytes) {
        return new Case(name, counted, node -> throwAt(node, bytes));
    }

    private static Case stream(String name, Rejection counted, byte[] bytes) {
        return new Case(
                name,
                counted,
                node -> {
                    try (Socket socket = connected(node)) {
                        socket.getOutputStream().write(bytes);
                    }
                });
    }

    /** Says so much, and then nothing until the node hangs up. */
    private static Case silence(String name, byte[] bytes) {
        return new Case(
                name,
                Rejection.TRUNCATED,
                node -> {
                    try (Socket socket = connected(node)) {
                        socket.getOutputStream().write(bytes);
                        assertThat(socket.getInputStream().read()).as("hung up").isEqualTo(-1);
                    }
                });
    }

    private static void echo(GossipDiscovery node) throws IOException {
        throwAt(node, packet(CLUSTER, node.self()));
    }

    private static void throwAt(GossipDiscovery node, byte[] bytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, socketAddress(node)));
        }
    }

    private static Socket connected(GossipDiscovery node) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(socketAddress(node));
        return socket;
    }

    private static InetSocketAddress socketAddress(GossipDiscovery node) {
        Address address = node.self().address();
        return new InetSocketAddress(address.inet(), address.port());
    }

    private static byte[] packet(String cluster, NodeId sender) {
        PacketWriter writer = new PacketWriter(WireFormat.clusterTag(cluster), 1400);
        writer.begin(sender, WireFormat.ANYBODY, new Message.Ping(1, 1));
        ByteBuffer packet = writer.finish();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }

    private static byte[] header(int length) {
        return ByteBuffer.allocate(8).put(text("GDS1")).putInt(length).array();
    }

    private static byte[] frame(byte[] packet) {
        return frame(packet.length, packet);
    }

    private static byte[] frame(int claimed, byte[] packet) {
        return ByteBuffer.allocate(8 + packet.length).put(header(claimed)).put(packet).array();
    }

    private static byte[] with(byte[] packet, int index, int value) {
        byte[] changed = packet.clone();
        changed[index] = (byte) value;
        return changed;
    }

    /** With a checksum that fits: over the type and all that follows the checksum. */
    private static byte[] summed(byte[] packet) {
        CRC32C sum = new CRC32C();
        sum.update(packet[3]);
        sum.update(packet, 8, packet.length - 8);
        ByteBuffer.wrap(packet).putInt(4, (int) sum.getValue());
        return packet;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
