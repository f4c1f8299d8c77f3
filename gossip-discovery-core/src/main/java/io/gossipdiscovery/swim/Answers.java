package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.util.List;

/** What each message is answered with, and who hands it to the activity that it is for. */
final class Answers implements Message.Handler {
    private final GossipConfig config;
    private final MemberTable table;
    private final FailureDetector detector;
    private final HelperDuty helperDuty;
    private final Lifelines lifelines;
    private final Synchronizer synchronizer;
    private final Audience audience;
    private final AddressChecks checks;
    private final DialDuty dialDuty;
    private final Gossiper gossiper;
    private final SyncDuty syncDuty;
    private final PacketSender sender;
    private final Timers timers;
    private final Observer observer;
    private Lane lane;
    private Address from;
    private NodeId speaker;
    private boolean isForThisLife;
    private List<Rumor> rumors;

    @SuppressWarnings("NullAway.Init") // what is noted of a packet is noted before it is handed on
    Answers(
            GossipConfig config,
            MemberTable table,
            FailureDetector detector,
            HelperDuty helperDuty,
            Lifelines lifelines,
            Synchronizer synchronizer,
            Audience audience,
            AddressChecks checks,
            DialDuty dialDuty,
            Gossiper gossiper,
            SyncDuty syncDuty,
            PacketSender sender,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.detector = detector;
        this.helperDuty = helperDuty;
        this.lifelines = lifelines;
        this.synchronizer = synchronizer;
        this.audience = audience;
        this.checks = checks;
        this.dialDuty = dialDuty;
        this.gossiper = gossiper;
        this.syncDuty = syncDuty;
        this.sender = sender;
        this.timers = timers;
        this.observer = observer;
    }

    /** Takes note of who speaks in the present packet, and by which way it came. */
    void hearing(Lane lane, Address from, PacketReader packet) {
        this.rumors = packet.rumors();
        this.lane = lane;
        this.from = from;
        this.speaker = packet.sender();
        this.isForThisLife = packet.targetGeneration() != WireFormat.ANYBODY;
    }

    @Override
    public void onPing(Message.Ping ping) {
        if (isForThisLife) { // who merely knocks at a seed need not know where we say that we are
            observer.probed(speaker);
        }
        send(sender.ack(speaker, ping.sequence()));
        audience.told(speaker, ping.held(), ping.viewHash());
        compare(ping.viewHash());
    }

    @Override
    public void onAck(Message.Ack ack) {
        detector.onAck(ack.sequence(), speaker, lane);
        helperDuty.onAck(ack.sequence());
        audience.told(speaker, ack.held(), ack.viewHash());
        lifelines.onAck(ack.sequence());
        compare(ack.viewHash());
    }

    @Override
    public void onPingReq(Message.PingReq request) {
        if (!helperDuty.onPingReq(speaker, request)) {
            observer.packetRejected(from, Rejection.CAPACITY);
        }
    }

    @Override
    public void onNack(Message.Nack nack) {
        detector.onNack(nack.sequence());
    }

    @Override
    public void onGossip(Message.Gossip gossip) {
        // The rumors were all there was.
    }

    @Override
    public void onDigest(Message.Digest digest) {
        if (!syncDuty.onDigest(lane, speaker, digest)) {
            observer.packetRejected(from, Rejection.CAPACITY);
        }
        Belief asker = table.liveAs(speaker);
        if (digest.isForDatagrams() && asker != null && !asker.isProven) {
            detector.probe(asker); // who answers that may be answered in datagrams
        }
    }

    @Override
    public void onRoll(Message.Roll roll) {
        synchronizer.onRoll(speaker, roll, rumors);
    }

    @Override
    public void onBusy(Message.Busy busy) {
        synchronizer.onBusy(speaker);
    }

    @Override
    public void onFetch(Message.Fetch fetch) {
        if (!syncDuty.onFetch(lane, speaker, fetch)) {
            observer.packetRejected(from, Rejection.CAPACITY);
        }
    }

    @Override
    public void onAsk(Message.Ask ask) {
        if (ask.viewHash() != table.viewHash()) {
            sender.gossip(speaker);
        }
        compare(ask.viewHash());
    }

    @Override
    public void onCheck(Message.Check check) {
        boolean isTaken = lane == Lane.DATAGRAM && dialDuty.onCheck(from, speaker, check);
        if (!isTaken) {
            observer.packetRejected(from, Rejection.CAPACITY);
        }
    }

    @Override
    public void onSeen(Message.Seen seen) {
        checks.onSeen(speaker, seen);
    }

    @Override
    public void onGone(Message.Gone gone) {
        detector.onGone(gone.sequence(), gone.generation());
        helperDuty.onGone(gone.sequence(), gone.generation());
        lifelines.onGone(gone.sequence(), gone.generation());
    }

    private void compare(long viewHash) {
        synchronizer.compare(speaker, viewHash);
        gossiper.compare(viewHash);
    }

    /** Answers by the way the question came; a datagram goes back to where it came from. */
    void send(Message answer) {
        if (lane == Lane.DATAGRAM) {
            sender.datagram(from, speaker, answer);
        } else {
            sender.stream(speaker, answer);
        }
    }

    /**
     * Who speaks while we hold it for dead or suspect is told so, and will refute. Who holds us for
     * dead or suspect has missed that we refuted it; our rumor may be told out, so it is told anew.
     *
     * @param isMisinformed whether the packet accused us of what we have refuted
     */
    void correct(boolean isMisinformed) {
        if (isMisinformed) {
            sender.ownWord(speaker);
        }
        Belief belief = table.get(speaker.address());
        long pause = config.probe().timeoutNanos();
        if (belief != null
                && isToldSo(belief)
                && timers.now() - belief.trouble(timers.now()).toldNanos >= pause) {
            sender.gossip(speaker);
        }
    }

    private boolean isToldSo(Belief belief) {
        boolean isWronged =
                belief.id.equals(speaker)
                        && belief.status() != Status.ALIVE
                        && belief.status() != Status.LEFT;
        return isWronged
                && (config.protection().isSuspectTold() || belief.status() != Status.SUSPECT);
    }
}
