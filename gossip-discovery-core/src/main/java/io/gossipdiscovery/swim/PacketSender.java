package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The only builder of packets. Tells a target first what is said of it, so that it can refute
 * (Lifeguard IV-C), and fills the room that is left with rumors.
 */
final class PacketSender {
    /** No header and no rest of a body is longer together. */
    private static final int AROUND_A_LIST = 150;

    private final DisseminationConfig config;
    private final boolean isSuspectTold;
    private final boolean isObserver;
    private final MemberTable table;
    private final RumorQueue queue;
    private final Timers timers;
    private final Outbox outbox;
    private final PacketWriter small;
    private final PacketWriter large;

    PacketSender(
            GossipConfig config,
            MemberTable table,
            RumorQueue queue,
            Timers timers,
            Outbox outbox) {
        this.config = config.dissemination();
        this.isSuspectTold = config.protection().isSuspectTold();
        this.isObserver = config.isObserver();
        this.table = table;
        this.queue = queue;
        this.timers = timers;
        this.outbox = outbox;
        long tag = WireFormat.clusterTag(config.cluster());
        this.small = new PacketWriter(tag, this.config.packetBytes(), isObserver);
        this.large = new PacketWriter(tag, WireFormat.STREAM_BYTES, isObserver);
    }

    /**
     * Whether an offer surely fits a datagram: beside header, message, an accusation, and what
     * stands around the content.
     */
    boolean fitsDatagram(Known owner) {
        return owner.content().length <= config.packetBytes() - 200;
    }

    /** What is told of an offer in a datagram: itself, or that there is one to be fetched. */
    Rumor offerRumor(Known owner) {
        return fitsDatagram(owner) ? offered(owner) : notice(owner);
    }

    /** How often a doubt is told by one node: ⌈ln n⌉ + extra. */
    int copies() {
        return (int) Math.ceil(Math.log(table.clusterSize())) + config.extraCopies();
    }

    /** How often all else is: ⌈ln n⌉ + twice the extra, so that one in e^extra fewer miss it. */
    int lastingCopies() {
        return copies() + config.extraCopies();
    }

    /** A ping for that node, which tells it what we hold of its own word. */
    Message.Ping ping(NodeId to, long sequence) {
        return new Message.Ping(sequence, table.viewHash(), table.heldOffer(to));
    }

    /** The answer to a ping of that node. */
    Message.Ack ack(NodeId to, long sequence) {
        return new Message.Ack(sequence, table.viewHash(), table.heldOffer(to));
    }

    /** A message to the node that is believed to be at its own address. */
    void datagram(NodeId to, Message message) {
        datagram(to.address(), to, message);
    }

    /** A message to a node by the address that it wrote from, which a NAT may have changed. */
    void datagram(Address by, NodeId to, Message message) {
        begin(small, to, message);
        outbox.datagram(by, small.finish());
    }

    /** A message to whoever is at the address, who may never have heard of us. */
    void datagramToAnybody(Address to, Message message) {
        small.begin(table.self().id, WireFormat.ANYBODY, message);
        addRumors(small, table.get(to));
        small.add(RumorCodec.encode(offerRumor(table.self())));
        outbox.datagram(to, small.finish());
    }

    /** A message over a stream. */
    void stream(NodeId to, Message message) {
        begin(large, to, message);
        outbox.stream(to.address(), large.finish());
    }

    /** Rumors alone; nothing is sent where there are none. */
    void gossip(NodeId to) {
        begin(small, to, new Message.Gossip());
        if (small.hasRumors()) {
            outbox.datagram(to.address(), small.finish());
        }
    }

    /** A ping to a live member, with our own offer if it is to be told again. */
    void askWhatIsHeld(Belief member, long sequence, boolean isOfferTold) {
        small.begin(table.self().id, member.id.generation(), ping(member.id, sequence));
        addAccusation(small, member);
        if (isOfferTold) {
            small.add(RumorCodec.encode(offerRumor(table.self())));
        }
        outbox.datagram(member.id.address(), small.finish());
    }

    /** A check to a member, with our own word so that it surely knows us. */
    void check(Belief member, Message.Check check, boolean isOfferTold) {
        small.begin(table.self().id, member.id.generation(), check);
        addAccusation(small, member);
        Rumor own = isOfferTold ? offerRumor(table.self()) : table.self().rumor(timers.now());
        small.add(RumorCodec.encode(own));
        outbox.datagram(member.id.address(), small.finish());
    }

    /** The answer to a check, to where it came from, and no larger. */
    void seen(Address by, NodeId to, Message.Seen seen) {
        small.begin(table.self().id, to.generation(), seen);
        outbox.datagram(by, small.finish());
    }

    /** What is new there; our rumors ride along. */
    void ask(NodeId member) {
        datagram(member, new Message.Ask(table.viewHash()));
    }

    /** A connection that begins with a ping and stays open. */
    void openLifeline(NodeId to, long sequence) {
        begin(large, to, ping(to, sequence));
        outbox.openLifeline(to.address(), large.finish());
    }

    void closeLifeline(NodeId to) {
        outbox.closeLifeline(to.address());
    }

    /** The bytes for rumors in an answer in one datagram that is no longer than so many bytes. */
    int answerRoom(Message message, int mostBytes) {
        return room(Lane.DATAGRAM, message) - Math.max(0, config.packetBytes() - mostBytes);
    }

    /**
     * An answer in one datagram, back to where the question came from, with those of the rumors
     * that fit. It is no longer than so many bytes, unless the message itself is.
     *
     * @return how many bytes it has
     */
    long answer(Address by, NodeId to, Message message, List<byte[]> rumors, int mostBytes) {
        int left = answerRoom(message, mostBytes);
        small.begin(table.self().id, to.generation(), message);
        for (byte[] rumor : rumors) {
            if (rumor.length <= left && small.add(rumor)) {
                left -= rumor.length;
            }
        }
        ByteBuffer packet = small.finish();
        long bytes = packet.remaining();
        outbox.datagram(by, packet);
        return bytes;
    }

    /** Our own word about our life, and nothing else. */
    void ownWord(NodeId to) {
        small.begin(table.self().id, to.generation(), new Message.Gossip());
        small.add(RumorCodec.encode(table.self().rumor(timers.now())));
        outbox.datagram(to.address(), small.finish());
    }

    /**
     * Our view in short, to whoever is at an address or to one life there.
     *
     * @param introduces whether to say who we are and what we serve
     */
    void digest(Lane lane, Address to, long generation, Message.Digest digest, boolean introduces) {
        PacketWriter packet = writer(lane);
        Belief self = table.self();
        packet.begin(self.id, generation, digest);
        if (introduces) {
            packet.add(RumorCodec.encode(self.rumor(timers.now())));
            packet.add(RumorCodec.encode(offerRumor(self)));
        }
        send(lane, to, packet.finish());
    }

    /** What a datagram surely has for a list in a message, beside all that stands around it. */
    int listRoom() {
        return config.packetBytes() - AROUND_A_LIST;
    }

    /** The bytes for rumors in a packet with that message. */
    int room(Lane lane, Message message) {
        writer(lane).begin(table.self().id, WireFormat.ANYBODY, message);
        return writer(lane).room();
    }

    /**
     * These rumors and no others, in at most so many packets that begin with the message each.
     *
     * @return how many bytes that took
     */
    long pack(Lane lane, NodeId to, Message message, List<byte[]> rumors, int mostPackets) {
        PacketWriter packet = writer(lane);
        long bytes = 0;
        int packets = 0;
        Iterator<byte[]> rest = rumors.iterator();
        byte[] next = rest.hasNext() ? rest.next() : null;
        while (packets < mostPackets && (next != null || packets == 0 && isAnswer(message))) {
            packet.begin(table.self().id, to.generation(), message);
            while (next != null && packet.add(next)) {
                next = rest.hasNext() ? rest.next() : null;
            }
            ByteBuffer finished = packet.finish();
            bytes += finished.remaining();
            packets++;
            send(lane, to.address(), finished);
        }
        return bytes;
    }

    /**
     * Whom we doubt, as much as one packet holds; nothing where there is nobody. Views are equal
     * whatever is doubted, but where most members are silent rumors hardly get through, and those
     * who are left would each have to find out alone.
     *
     * @return how many bytes that took
     */
    long doubts(Lane lane, NodeId to) {
        return pack(lane, to, new Message.Gossip(), doubts(), 1);
    }

    /** Whom we doubt, in words. */
    List<byte[]> doubts() {
        List<byte[]> doubts = new ArrayList<>();
        for (Belief member : table.suspects()) {
            if (!member.isUnverified) {
                doubts.add(RumorCodec.encode(member.rumor(timers.now())));
            }
        }
        return doubts;
    }

    /** Whether a message says something even without rumors. */
    private static boolean isAnswer(Message message) {
        return !(message instanceof Message.Gossip);
    }

    private PacketWriter writer(Lane lane) {
        return lane == Lane.DATAGRAM ? small : large;
    }

    private void send(Lane lane, Address to, ByteBuffer packet) {
        if (lane == Lane.DATAGRAM) {
            outbox.datagram(to, packet);
        } else {
            outbox.stream(to, packet);
        }
    }

    static Rumor.Notice notice(Known owner) {
        return new Rumor.Notice(owner.id(), owner.offerVersion());
    }

    static Rumor.Offered offered(Known owner) {
        return new Rumor.Offered(owner.id(), owner.offerVersion(), owner.content());
    }

    private void begin(PacketWriter packet, NodeId to, Message message) {
        packet.begin(table.self().id, to.generation(), message);
        addRumors(packet, table.get(to.address()));
    }

    /**
     * Whoever we do not hold for alive is told so, and told that we live ourselves: after a
     * partition each side holds the other for dead, and hears the refutations of the other from
     * nobody else.
     */
    private void addRumors(PacketWriter packet, @Nullable Belief target) {
        if (isObserver) {
            return; // asks, and says nothing of anybody
        }
        boolean isAccused = addAccusation(packet, target);
        if (target != null && target.isLive()) {
            Address said = isAccused ? target.id.address() : null;
            queue.fill(packet, copies(), lastingCopies(), said);
        } else {
            packet.add(RumorCodec.encode(table.self().rumor(timers.now())));
        }
    }

    private boolean addAccusation(PacketWriter packet, @Nullable Belief target) {
        if (target == null
                || target.status() == Status.ALIVE
                || target.status() == Status.SUSPECT && !isSuspectTold) {
            return false;
        }
        packet.add(RumorCodec.encode(target.rumor(timers.now())));
        target.trouble(timers.now()).toldNanos = timers.now();
        return true;
    }
}
