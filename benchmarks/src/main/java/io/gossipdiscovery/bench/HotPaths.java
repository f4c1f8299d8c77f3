package io.gossipdiscovery.bench;

import io.gossipdiscovery.catalog.CatalogView;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;
import io.gossipdiscovery.swim.Swim;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What is done most often, in a cluster of a thousand nodes with one service. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // filled before the first run
public class HotPaths {
    private static final int NODES = 1_000;
    private static final int RUMORS = 10;
    private static final int BUDGET_BYTES = 1_400;
    private static final String CLUSTER = "default";
    private static final NodeId SELF = id(0);
    private static final NodeId OTHER = id(1);

    private final Message ping = new Message.Ping(42, 43);
    private final CatalogView view = new CatalogView();
    private final PacketReader reader = new PacketReader(WireFormat.clusterTag(CLUSTER));
    private final PacketWriter writer =
            new PacketWriter(WireFormat.clusterTag(CLUSTER), BUDGET_BYTES);
    private byte[][] rumors;
    private ByteBuffer packet;
    private ByteBuffer barePing;
    private Swim swim;
    private Member[] states;
    private int turn;
    private long now;
    private long answers;

    /** A full catalog, a packet with rumors, and a machine that knows everybody. */
    @Setup
    public void fill() {
        for (int i = 0; i < NODES; i++) {
            view.memberChanged(null, member(i, Status.ALIVE));
        }
        view.publish();
        states = new Member[] {member(1, Status.ALIVE), member(1, Status.SUSPECT)};
        rumors = new byte[RUMORS][];
        for (int i = 0; i < RUMORS; i++) {
            rumors[i] = RumorCodec.encode(new Rumor.Alive(id(i + 2), 7));
        }
        packet = copy(encode());
        writer.begin(OTHER, SELF.generation(), ping);
        barePing = copy(writer.finish());
        swim = new Swim(SELF, GossipConfig.lan().build(), new Random(1), counting, NOBODY);
        swim.start(0);
        meetAll();
    }

    private void meetAll() {
        for (int i = 1; i < NODES; i++) {
            writer.begin(OTHER, SELF.generation(), new Message.Gossip());
            writer.add(RumorCodec.encode(new Rumor.Alive(id(i), 1)));
            swim.receive(1, Lane.DATAGRAM, OTHER.address(), writer.finish());
        }
        // Long enough that the rumors of the joining are told and done with.
        for (long t = 1; t < TimeUnit.SECONDS.toNanos(3); t += TimeUnit.MILLISECONDS.toNanos(5)) {
            swim.advance(t);
            now = t;
        }
        long before = answers;
        if (receivePing() != before + 1 || swim.members().size() != NODES) {
            throw new IllegalStateException("this is not what is to be measured");
        }
    }

    /** What an application does before each call. */
    @Benchmark
    public List<Listing> readRoutable() {
        return view.catalog().routable("cart");
    }

    /** A ping with ten rumors, as the machine writes it. */
    @Benchmark
    public ByteBuffer encode() {
        writer.begin(OTHER, SELF.generation(), ping);
        for (byte[] rumor : rumors) {
            writer.add(rumor);
        }
        return writer.finish();
    }

    /** The same, taken apart. */
    @Benchmark
    public @Nullable Rejection decode() {
        packet.rewind();
        return reader.read(packet);
    }

    /** A ping without rumors comes in, and its answer goes out. */
    @Benchmark
    public long receivePing() {
        barePing.rewind();
        swim.receive(now, Lane.DATAGRAM, OTHER.address(), barePing);
        return answers;
    }

    /** One of a thousand members of a service becomes suspect, or alive again. */
    @Benchmark
    public boolean publishCatalog() {
        turn = 1 - turn;
        view.memberChanged(states[1 - turn], states[turn]);
        return view.publish();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private static NodeId id(int node) {
        return new NodeId(Address.of("10.0." + node / 250 + "." + (1 + node % 250), 7946), 1_000);
    }

    private static Member member(int node, Status status) {
        NodeId id = id(node);
        Instance instance = Instance.of("cart", "cart-" + node, id.address().host(), 8080);
        Offer offer = Offer.first(new TreeMap<>()).next(List.of(instance));
        return new Member(id, status, 1, Optional.of(offer));
    }

    private static final Observer NOBODY = new Observer() {};

    private final Outbox counting =
            new Outbox() {
                @Override
                public void datagram(Address to, ByteBuffer packet) {
                    answers++;
                }

                @Override
                public void stream(Address to, ByteBuffer packet) {}

                @Override
                public void openLifeline(Address to, ByteBuffer packet) {}

                @Override
                public void closeLifeline(Address to) {}

                @Override
                public void dial(long number, String host, int port, boolean mayBeLoopback) {}
            };
}
