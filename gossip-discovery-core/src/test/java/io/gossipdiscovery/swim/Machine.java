package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One machine under test with its two doors recorded, and a clock that the test moves. */
final class Machine implements Outbox, Observer {
    static final long MILLI = 1_000_000L;
    static final NodeId SELF = node(1, 10);

    /** A packet that the machine sent. */
    record Sent(
            Lane lane,
            Address to,
            long targetGeneration,
            Message message,
            List<Rumor> rumors,
            boolean isByObserver,
            int bytes) {}

    final Swim swim;
    final List<Sent> sent = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final List<Member> changes = new ArrayList<>();
    final List<Integer> healthScores = new ArrayList<>();
    final Map<Long, Visibility> waits = new TreeMap<>();
    final List<Sent> lifelines = new ArrayList<>();
    final List<Boolean> isolations = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    final Map<String, Long> dials = new TreeMap<>();
    final List<String> dialsOfLoopback = new ArrayList<>();
    int farewells;
    int heldBack;
    int roundsHeldBack;
    long now = 5_000 * MILLI;

    private final GossipConfig config;

    Machine(GossipConfig config) {
        this.config = config;
        swim = new Swim(SELF, config, new Random(1), this, this);
        swim.start(now);
    }

    /** A machine on LAN timings that knows these members. */
    static Machine knowing(NodeId... members) {
        return knowing(GossipConfig.lan().build(), members);
    }

    /** The same, whose addresses are looked at by nobody: that is no part of the papers. */
    static Machine unverified(NodeId... members) {
        GossipConfig lan = GossipConfig.lan().build();
        return knowing(lan.withBind(lan.bind().withVerified(false)), members);
    }

    static Machine knowing(GossipConfig config, NodeId... members) {
        Machine machine = new Machine(config);
        for (NodeId member : members) {
            machine.hear(member, new Rumor.Alive(member, 1));
        }
        machine.sent.clear();
        return machine;
    }

    static NodeId node(int i, long generation) {
        return new NodeId(Address.v4(0x0a000000 + i, 7946), generation);
    }

    /** What an owner serves: one instance of a service. */
    static Rumor.Offered offered(NodeId owner, long version, String service) {
        Offer offer =
                new Offer(
                        version,
                        Offer.first(Map.of()).labels(),
                        List.of(Instance.of(service, "i", "h", 1)));
        return new Rumor.Offered(owner, version, OfferCodec.encode(offer));
    }

    /** Makes the machine believe a member dead: it doubts it long enough to believe a verdict. */
    void kill(NodeId member, NodeId judge) {
        hear(judge, new Rumor.Suspect(member, 1, judge));
        run(1_100);
        hear(judge, new Rumor.Dead(member, 1, judge, 0));
    }

    /** A connection to a member worked. */
    void reach(NodeId member) {
        swim.streamDelivered(now, member.address());
    }

    /** A connection to a member was refused. */
    void refuse(NodeId member) {
        swim.streamRefused(now, member.address());
    }

    void hear(NodeId from, Rumor... rumors) {
        receive(from, SELF.generation(), new Message.Gossip(), rumors);
    }

    void receive(NodeId from, Message message, Rumor... rumors) {
        receive(from, SELF.generation(), message, rumors);
    }

    void receiveStream(NodeId from, Message message, Rumor... rumors) {
        receive(Lane.STREAM, from, SELF.generation(), message, rumors);
    }

    void receive(NodeId from, long targetGeneration, Message message, Rumor... rumors) {
        receive(Lane.DATAGRAM, from, targetGeneration, message, rumors);
    }

    private void receive(
            Lane lane, NodeId from, long targetGeneration, Message message, Rumor... rumors) {
        receive(writer(false), lane, from.address(), from, targetGeneration, message, rumors);
    }

    /**
     * A packet from an observer, which came from that address.
     *
     * @return how long it is
     */
    int receiveFromObserver(Lane lane, Address by, NodeId from, Message message, Rumor... rumors) {
        return receive(writer(true), lane, by, from, SELF.generation(), message, rumors);
    }

    private int receive(
            PacketWriter writer,
            Lane lane,
            Address by,
            NodeId from,
            long targetGeneration,
            Message message,
            Rumor... rumors) {
        writer.begin(from, targetGeneration, message);
        for (Rumor rumor : rumors) {
            writer.add(RumorCodec.encode(rumor));
        }
        ByteBuffer packet = writer.finish();
        int bytes = packet.remaining();
        swim.receive(now, lane, by, packet);
        return bytes;
    }

    private PacketWriter writer(boolean isByObserver) {
        long tag = WireFormat.clusterTag(config.cluster());
        return new PacketWriter(tag, WireFormat.STREAM_BYTES, isByObserver);
    }

    /** Lives on for so long, waking when the machine wants it. */
    void run(long millis) {
        long end = now + millis * MILLI;
        while (swim.nextDeadlineNanos() <= end) {
            now = swim.nextDeadlineNanos();
            swim.advance(now);
        }
        now = end;
    }

    /** Lives on for so long, with every ping answered by whom it was sent to; what it sent. */
    List<Sent> runAnswered(long millis) {
        List<Sent> all = new ArrayList<>();
        for (long end = now + millis * MILLI; now < end; ) {
            sent.clear();
            run(1);
            for (Sent packet : List.copyOf(sent)) {
                if (packet.message() instanceof Message.Ping ping
                        && packet.lane() == Lane.DATAGRAM) {
                    NodeId target = new NodeId(packet.to(), packet.targetGeneration());
                    receive(target, new Message.Ack(ping.sequence(), swim.viewHash()));
                }
            }
            all.addAll(sent);
        }
        sent.clear();
        return all;
    }

    Member member(NodeId node) {
        return swim.members().stream()
                .filter(m -> m.id().address().equals(node.address()))
                .findFirst()
                .orElse(null);
    }

    /** The messages of a kind that were sent since the last call, and forgets everything sent. */
    <M extends Message> List<M> take(Class<M> kind) {
        List<M> taken =
                sent.stream().map(Sent::message).filter(kind::isInstance).map(kind::cast).toList();
        sent.clear();
        return taken;
    }

    /** Every rumor of a kind sent to anyone. */
    <R extends Rumor> List<R> told(Class<R> kind) {
        return sent.stream()
                .flatMap(s -> s.rumors().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        record(Lane.DATAGRAM, to, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        record(Lane.STREAM, to, packet);
    }

    @Override
    public void memberChanged(Member before, Member after) {
        changes.add(after);
    }

    @Override
    public void packetRejected(Address from, Rejection reason) {
        rejections.add(reason);
    }

    @Override
    public void localHealthChanged(int score) {
        healthScores.add(score);
    }

    @Override
    public void roundHeldBack() {
        roundsHeldBack++;
    }

    @Override
    public void offerHeldBack() {
        heldBack++;
    }

    @Override
    public void waitEnded(long wait, Visibility reached) {
        waits.put(wait, reached);
    }

    @Override
    public void isolationChanged(boolean isIsolated) {
        isolations.add(isIsolated);
    }

    @Override
    public void farewellSaid() {
        farewells++;
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        lifelines.add(read(Lane.STREAM, to, packet));
    }

    @Override
    public void closeLifeline(Address to) {
        lifelines.removeIf(line -> line.to().equals(to));
    }

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        dials.put(host + ":" + port, number);
        if (mayBeLoopback) {
            dialsOfLoopback.add(host + ":" + port);
        }
    }

    @Override
    public void addressChecked(Finding before, Finding after) {
        findings.add(after);
    }

    private void record(Lane lane, Address to, ByteBuffer packet) {
        sent.add(read(lane, to, packet));
    }

    private Sent read(Lane lane, Address to, ByteBuffer packet) {
        PacketReader reader = new PacketReader(WireFormat.clusterTag(config.cluster()));
        int bytes = packet.remaining();
        Rejection rejection = reader.read(packet);
        if (rejection != null) {
            throw new AssertionError("the machine sent what it would refuse: " + rejection);
        }
        return new Sent(
                lane,
                to,
                reader.targetGeneration(),
                reader.message(),
                List.copyOf(reader.rumors()),
                reader.isByObserver(),
                bytes);
    }
}
