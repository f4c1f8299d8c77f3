package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.swim.Lane;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What lies between the nodes, and everything that can be wrong with it. Links have a direction;
 * faults are set while the cluster runs and hold for what is sent from then on.
 *
 * <p>A stream is one packet on a connection of its own, as the machine means it: it arrives whole,
 * or not at all where a link is blocked in either direction. Loss makes it late, by a
 * retransmission after 200 ms that doubles, and lost only when a segment failed {@value #TRIES}
 * times.
 */
public final class SimNetwork {
    private static final long RETRANSMIT_NANOS = 200_000_000;
    private static final int TRIES = 5;
    private static final int SEGMENT_BYTES = 1400;

    /** Most packets kept for reuse. */
    private static final int IDLE_PACKETS = 4096;

    private final SimWorld world;
    private final Predicate<Packet> receiver;
    private final SplittableRandom random;
    private final PacketDamage damage;
    private final SimLinks links;
    private final ArrayDeque<Packet> idle = new ArrayDeque<>();
    private final long[][] sent;
    private final Map<Integer, Stall> stalls = new TreeMap<>();

    /** A network whose packets end at a receiver, which says whether it took them. */
    SimNetwork(
            SimWorld world,
            LinkQuality quality,
            SplittableRandom random,
            Predicate<Packet> receiver) {
        this.world = world;
        this.receiver = receiver;
        this.random = random;
        this.damage = new PacketDamage(random.split());
        this.links = new SimLinks(world.size(), quality);
        this.sent = new long[world.size()][4];
    }

    /** Sets how every link is, but for the exceptions. */
    public void quality(LinkQuality quality) {
        links.quality(quality);
        world.note("network", quality);
    }

    /** Sets how one link is in one direction; null makes it as all the others. */
    public void quality(int from, int to, LinkQuality exception) {
        links.quality(from, to, exception);
        world.note("link", from + " > " + to + " " + exception);
    }

    /** Lets nothing through in one direction, on one lane. */
    public void block(Lane lane, int from, int to) {
        links.shut(lane, from, to);
        world.note("block", from + " > " + to + " " + lane);
    }

    /** Lets nothing through in one direction. */
    public void block(int from, int to) {
        links.shut(from, to);
        world.note("block", from + " > " + to);
    }

    /** Separates these from all the others, in both directions. */
    public void isolate(int... side) {
        links.isolate(side);
        world.note("isolate", Arrays.toString(side));
    }

    /** Lets these hear nothing from the others; the others still hear them. */
    public void deafen(int... side) {
        links.deafen(side);
        world.note("deafen", Arrays.toString(side));
    }

    /** Lets the others hear nothing from these; these still hear them. */
    public void mute(int... side) {
        links.mute(side);
        world.note("mute", Arrays.toString(side));
    }

    /**
     * Holds back all that a node sends and is sent, while its clock goes on: a process that blocks
     * at sending and receiving, as in the experiments of the Lifeguard paper.
     */
    public void stall(int node) {
        stalls.computeIfAbsent(node, n -> new Stall());
        world.note("stall", node);
    }

    /** Lets a stalled node have what was held back, in the order in which it came. */
    public void unstall(int node) {
        Stall stall = stalls.remove(node);
        world.note("unstall", node);
        if (stall != null) {
            for (Packet packet : stall.arrivals()) {
                world.loop().at(world.nowNanos(), () -> hand(packet));
            }
            stall.sendings().forEach(Runnable::run);
        }
    }

    /** Refuses connections in one direction, as a firewall may do; datagrams pass. */
    public void reject(int from, int to) {
        links.reject(from, to);
        world.note("reject", from + " > " + to);
    }

    /**
     * Puts a node behind a NAT that lets in nothing but answers: others see it at another address,
     * and what they send to the one that it tells is lost.
     */
    public void hide(int node) {
        links.hide(node);
        world.note("hide", node);
    }

    /** Ends all lifelines, as a middlebox does that forgets idle connections. */
    public void cutLifelines() {
        world.note("cut lifelines", "");
        world.lifelines().cutAll();
    }

    /** Opens every link again; qualities and stalls stay. */
    public void heal() {
        links.heal();
        world.note("heal", "");
    }

    /** Whether a question and its answer can pass between two nodes on one of the lanes. */
    public boolean isOpen(int one, int other) {
        if (stalls.containsKey(one) || stalls.containsKey(other)) {
            return false;
        }
        return links.isBearable(one, other)
                && (links.isOpen(Lane.DATAGRAM, one, other)
                        || links.isOpen(Lane.STREAM, one, other));
    }

    /** Whether connections from one node to another can be made and can end. */
    boolean isConnectable(int one, int other) {
        return links.isBearable(one, other)
                && links.isOpen(Lane.STREAM, one, other)
                && !links.isHidden(other);
    }

    /** Whether whoever wants to connect is told that nobody listens. */
    boolean isRefused(int from, int to) {
        return links.isRejected(from, to) || world.node(to).refuses();
    }

    /** Where others see a node that sends something. */
    Address source(int node) {
        return links.isHidden(node) ? Places.translated(node) : Places.address(node);
    }

    private boolean isLostAt(int to, Address address) {
        return links.isHidden(to) && !address.equals(Places.translated(to));
    }

    /** How long it takes to connect, or -1 where that is given up; whether refused or not. */
    long connecting(int from, int to) {
        long called = leg(links.quality(from, to));
        long answered = leg(links.quality(to, from));
        return called < 0 || answered < 0 ? -1 : called + answered;
    }

    /** How long a word of a kernel takes. */
    long kernelDelay(int from, int to) {
        return delay(links.quality(from, to));
    }

    /** What a node has sent. */
    Traffic sent(int node) {
        long[] counts = sent[node];
        return new Traffic(counts[0], counts[1], counts[2], counts[3]);
    }

    void send(Lane lane, int from, Address address, ByteBuffer content) {
        int to = Places.behind(address, world.size());
        int bytes = content.remaining();
        sent[from][lane.ordinal() * 2]++;
        sent[from][lane.ordinal() * 2 + 1] += bytes;
        world.fingerprint().add(world.nowNanos(), from, to * 2 + lane.ordinal(), content);
        if (to == Places.NOWHERE || links.isBlocked(lane, from, to) || isLostAt(to, address)) {
            world.trace().packet("shut", from, to, lane, content);
            return;
        }
        world.trace().packet("send", from, to, lane, content);
        Stall stall = stalls.isEmpty() ? null : stalls.get(from);
        if (stall != null) {
            ByteBuffer copy = ByteBuffer.allocate(bytes).put(content.duplicate()).flip();
            stall.send(() -> transmit(lane, from, to, copy));
        } else {
            transmit(lane, from, to, content);
        }
    }

    private void transmit(Lane lane, int from, int to, ByteBuffer content) {
        if (lane == Lane.DATAGRAM) {
            sendDatagram(from, to, content);
        } else {
            sendStream(from, to, content);
        }
    }

    private void sendDatagram(int from, int to, ByteBuffer content) {
        LinkQuality link = links.quality(from, to);
        int copies = happens(link.duplication()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (happens(link.loss())) {
                continue;
            }
            long delay = delay(link);
            if (happens(link.straggling())) {
                delay += random.nextLong(link.stragglerNanos() + 1);
            }
            Packet packet = packet(content.remaining()).fill(from, to, Lane.DATAGRAM, content);
            if (happens(link.corruption())) {
                damage.spoil(packet.bytes());
            }
            world.loop().at(world.nowNanos() + delay, packet);
        }
    }

    private void sendStream(int from, int to, ByteBuffer content) {
        if (links.isBlocked(Lane.STREAM, to, from)) {
            return;
        }
        LinkQuality link = links.quality(from, to);
        long called = leg(link);
        long accepted = leg(links.quality(to, from));
        if (isRefused(from, to)) {
            refuse(from, to, called, accepted);
            return;
        }
        long told = 0;
        for (int rest = content.remaining(); rest > 0 && told >= 0; rest -= SEGMENT_BYTES) {
            long segment = leg(link);
            told = segment < 0 ? segment : Math.max(told, segment);
        }
        if (called >= 0 && accepted >= 0 && told >= 0) {
            Packet packet = packet(content.remaining()).fill(from, to, Lane.STREAM, content);
            world.loop().at(world.nowNanos() + called + accepted + told, packet);
        }
    }

    /** The kernel of a host on which nobody listens says so. */
    private void refuse(int from, int to, long called, long answered) {
        SimNode sender = world.node(from);
        Life life = sender.life();
        if (called >= 0 && answered >= 0) {
            world.loop()
                    .at(
                            world.nowNanos() + called + answered,
                            () ->
                                    sender.hears(
                                            life,
                                            (machine, now) ->
                                                    machine.streamRefused(
                                                            now, Places.address(to))));
        }
    }

    /** How long one segment takes, retransmissions included, or -1 where it is given up. */
    private long leg(LinkQuality link) {
        long waited = 0;
        for (int i = 0; i < TRIES; i++) {
            if (!happens(link.loss())) {
                return waited + delay(link);
            }
            waited += RETRANSMIT_NANOS << i;
        }
        return -1;
    }

    /** A packet has come to the end of its way. */
    void arrive(Packet packet) {
        Stall stall = stalls.isEmpty() ? null : stalls.get(packet.to());
        if (stall != null && stall.arrives(packet)) {
            if (packet.lane() == Lane.STREAM) {
                acknowledge(packet.from(), packet.to());
            }
            return;
        }
        boolean cut =
                packet.lane() == Lane.STREAM
                        && !links.isOpen(Lane.STREAM, packet.from(), packet.to());
        int from = packet.from();
        int to = packet.to();
        boolean isStream = packet.lane() == Lane.STREAM;
        if (cut || !receiver.test(packet)) {
            world.trace().packet("lost", from, to, packet.lane(), packet.bytes());
            release(packet);
        } else if (isStream) {
            acknowledge(from, to);
        }
    }

    private void hand(Packet packet) {
        if (!receiver.test(packet)) {
            release(packet);
        }
    }

    /** The kernel of the receiver tells that of the sender, whatever the processes do. */
    private void acknowledge(int from, int to) {
        SimNode sender = world.node(from);
        Life life = sender.life();
        world.loop()
                .at(
                        world.nowNanos() + delay(links.quality(to, from)),
                        () ->
                                sender.hears(
                                        life,
                                        (machine, now) ->
                                                machine.streamDelivered(now, Places.address(to))));
    }

    /** Takes a packet back that its receiver has read. */
    void release(Packet packet) {
        packet.scribble();
        if (packet.room() == Packet.ROOM_BYTES && idle.size() < IDLE_PACKETS) {
            idle.push(packet);
        }
    }

    private Packet packet(int bytes) {
        if (bytes > Packet.ROOM_BYTES) {
            return new Packet(this, bytes);
        }
        return idle.isEmpty() ? new Packet(this, Packet.ROOM_BYTES) : idle.pop();
    }

    private long delay(LinkQuality link) {
        long spread = link.maxDelayNanos() - link.minDelayNanos();
        return link.minDelayNanos() + (spread == 0 ? 0 : random.nextLong(spread + 1));
    }

    private boolean happens(double part) {
        return part > 0 && random.nextDouble() < part;
    }
}
