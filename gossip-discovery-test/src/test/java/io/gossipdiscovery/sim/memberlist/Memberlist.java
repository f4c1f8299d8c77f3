package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.Machine;
import io.gossipdiscovery.sim.memberlist.Message.Kind;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One node of the model. Where it differs from the real one, it differs to that one's advantage or
 * not measurably: ticks of nodes that start together are spread, a lost join is tried again, and a
 * restarted node is told from its former life.
 *
 * <p>After a pause its alarms ring before its packets are read, as timers of a Go process do.
 */
final class Memberlist implements Machine {
    /** When a seed that did not answer is asked again, as an agent with {@code retry-join} does. */
    private static final Duration RETRY_JOIN = Duration.ofSeconds(30);

    /** When a node knows all others, where it need not look for them. */
    private static final Duration ACQUAINTED = Duration.ofMillis(1);

    /** How long a leaving agent waits for its farewell to spread. */
    private static final Duration LEAVE_DELAY = Duration.ofSeconds(1);

    private final Settings settings;
    private final PushPullSize sizes;
    private final Offers offers;
    private final boolean isAcquainted;
    private final RandomGenerator random;
    private final Outbox outbox;
    private final Observer observer;
    private final Alarms alarms = new Alarms();
    private final BroadcastQueue broadcasts = new BroadcastQueue();
    private final Awareness awareness;
    private final Roll roll;
    private final Sender sender;
    private final Prober prober;
    private long gossipPhaseNanos;
    private boolean isGossipSet;

    Memberlist(
            Settings settings,
            PushPullSize sizes,
            Offers offers,
            boolean isAcquainted,
            NodeId self,
            RandomGenerator random,
            Outbox outbox,
            Observer observer) {
        this.settings = settings;
        this.sizes = sizes;
        this.offers = offers;
        this.isAcquainted = isAcquainted;
        this.random = random;
        this.outbox = outbox;
        this.observer = observer;
        this.awareness = new Awareness(settings.awarenessMaxMultiplier(), observer);
        this.roll =
                new Roll(settings, self, alarms, random, observer, offers, broadcasts, awareness);
        this.sender = new Sender(settings, outbox, broadcasts);
        this.prober = new Prober(settings, alarms, roll, sender, awareness, observer);
    }

    @Override
    public void start(long nowNanos) {
        alarms.tell(nowNanos);
        gossipPhaseNanos = nowNanos + random.nextLong(settings.gossipInterval().toNanos());
        alarms.in(random.nextLong(settings.probeInterval().toNanos()), prober::tick);
        alarms.in(random.nextLong(settings.pushPullInterval().toNanos()), this::pushPullTick);
        if (isAcquainted) {
            alarms.in(ACQUAINTED.toNanos(), roll::meetAll);
        }
        roll.begin();
        settle();
    }

    @Override
    public void seeds(long nowNanos, List<Address> seeds) {
        alarms.tell(nowNanos);
        if (!isAcquainted) {
            join(seeds);
        }
    }

    private void join(List<Address> seeds) {
        if (roll.size() > 1 || seeds.isEmpty()) {
            return;
        }
        for (Address seed : seeds) {
            if (!seed.equals(roll.self().id.address())) {
                pushPull(seed, true);
            }
        }
        alarms.in(RETRY_JOIN.toNanos(), () -> join(seeds));
    }

    @Override
    public void offer(long nowNanos, List<Instance> instances) {
        alarms.tell(nowNanos);
        roll.offer(offers.next(roll.self().id, roll.self().offer, instances));
        settle();
    }

    @Override
    public void leave(long nowNanos) {
        alarms.tell(nowNanos);
        roll.leave();
        alarms.in(LEAVE_DELAY.toNanos(), observer::farewellSaid);
        settle();
    }

    @Override
    public void receive(long nowNanos, Lane lane, Address from, ByteBuffer packet) {
        advance(nowNanos);
        int kind = packet.get(packet.position());
        if (kind == Kind.PUSH_PULL.ordinal()) {
            pushPulled(from, packet);
        } else if (kind == Message.COMPOUND) {
            packet.get();
            for (int rest = packet.get() & 0xff; rest > 0; rest--) {
                int bytes = packet.getShort();
                ByteBuffer message = packet.slice().limit(bytes);
                packet.position(packet.position() + bytes);
                heard(lane, from, Message.read(message, settings));
            }
        } else {
            heard(lane, from, Message.read(packet, settings));
        }
        settle();
    }

    private void heard(Lane lane, Address from, Message message) {
        switch (message.kind()) {
            case PING -> prober.pinged(lane, from, message);
            case INDIRECT_PING -> prober.asked(message);
            case ACK -> prober.acked((int) message.number());
            case NACK -> prober.nacked((int) message.number());
            case SUSPECT -> roll.suspect(message);
            case ALIVE -> roll.alive(message);
            case DEAD -> roll.dead(message);
            default -> throw new IllegalStateException("no such message: " + message);
        }
    }

    @Override
    public void advance(long nowNanos) {
        alarms.tell(nowNanos);
        alarms.ring();
        settle();
    }

    @Override
    public long nextDeadlineNanos() {
        return alarms.nextNanos();
    }

    @Override
    public NodeId self() {
        return roll.self().id;
    }

    @Override
    public List<Member> members() {
        return roll.members();
    }

    @Override
    public int localHealth() {
        return awareness.score();
    }

    /** The gossip ticker runs for ever; here it is set only while there is something to say. */
    private void settle() {
        sender.clusterHas(roll.size());
        if (!isGossipSet && !broadcasts.isEmpty()) {
            isGossipSet = true;
            long interval = settings.gossipInterval().toNanos();
            long since = Math.floorMod(alarms.nowNanos() - gossipPhaseNanos, interval);
            alarms.in(interval - since, this::gossip);
        }
    }

    private void gossip() {
        isGossipSet = false;
        long forgotten = alarms.nowNanos() - settings.gossipToTheDeadTime().toNanos();
        List<Peer> told =
                roll.some(
                        settings.gossipNodes(), p -> !p.isGone() || p.changedAtNanos >= forgotten);
        for (Peer peer : told) {
            if (!sender.gossip(peer.id.address())) {
                return;
            }
        }
    }

    private void pushPullTick() {
        alarms.in(settings.pushPullNanos(roll.size()), this::pushPullTick);
        for (Peer peer : roll.some(1, p -> p.status == Status.ALIVE)) {
            pushPull(peer.id.address(), true);
        }
    }

    private void pushPull(Address to, boolean wantsReply) {
        List<Peer> peers = roll.peers();
        ByteBuffer stream =
                ByteBuffer.allocate(Math.max(sizes.bytes(peers.size()), 64 + 20 * peers.size()));
        stream.put((byte) Kind.PUSH_PULL.ordinal()).put((byte) (wantsReply ? 1 : 0));
        stream.putInt(peers.size());
        for (Peer peer : peers) {
            Message.write(peer.id, stream);
            stream.put((byte) peer.status.ordinal());
            stream.putInt((int) peer.incarnation).putShort((short) peer.offer.version());
        }
        outbox.stream(to, stream.position(0));
    }

    private void pushPulled(Address from, ByteBuffer stream) {
        stream.get();
        if (stream.get() != 0) {
            pushPull(from, false);
        }
        for (int rest = stream.getInt(); rest > 0; rest--) {
            NodeId id = Message.readNode(stream);
            Status status = Status.values()[stream.get()];
            merge(id, status, stream.getInt(), stream.getShort());
        }
    }

    private void merge(NodeId id, Status status, int incarnation, int offerVersion) {
        int accusation = settings.accusationBytes();
        Address self = roll.self().id.address();
        switch (status) {
            case ALIVE ->
                    roll.alive(
                            new Message(
                                    Kind.ALIVE,
                                    id,
                                    incarnation,
                                    null,
                                    offerVersion,
                                    settings.aliveBytes()));
            case LEFT ->
                    roll.dead(new Message(Kind.DEAD, id, incarnation, id.address(), 0, accusation));
            default ->
                    roll.suspect(new Message(Kind.SUSPECT, id, incarnation, self, 0, accusation));
        }
    }
}
