package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SyncConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes differing views equal: with strangers, and with members whose view hash differs from ours
 * for longer than news takes. Anti-entropy is a correctness feature: rumors may be lost, and this
 * is what repairs it. It costs what the differences cost, not what the cluster does.
 */
final class Synchronizer {
    /** Fruitless exchanges double the time to the next, up to 2^this. */
    private static final int MAX_BACKOFF = 5;

    /** So many intervals without one equal view, and steady news no longer excuses it. */
    private static final int PATIENCE = 2;

    /** Who is new, and agrees with nobody yet, asks so many members in an interval. */
    private static final int HURRIES_PER_INTERVAL = 4;

    /** After so many it is like all the others, whoever it disagrees with. */
    private static final int HURRIES = 40;

    /** In a cluster of so many nodes all news is told on, even by newcomers. */
    private static final int SMALL_CLUSTER = 64;

    /** So often an exchange is passed on by members who have enough to do. */
    private static final int MAX_REFERRALS = 3;

    private final SyncConfig config;
    private final MemberTable table;
    private final Membership membership;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private @Nullable Exchange exchange;
    private long begunNanos;
    private long agreedNanos;
    private int fruitless;
    private int attempts;
    private int referrals;
    private Timers.@Nullable Alarm hurry;
    private Timers.@Nullable Alarm again;
    private int hurried;
    private boolean isBehind = true;

    Synchronizer(
            SyncConfig config,
            MemberTable table,
            Membership membership,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.membership = membership;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
    }

    void start() {
        begunNanos = timers.now() - config.intervalNanos();
        agreedNanos = timers.now();
        catchUp();
    }

    /**
     * Somebody wrote to us. Who does so lives; a life that we do not know is asked what it knows.
     */
    void meet(NodeId node) {
        Belief belief = table.get(node.address());
        if (belief == null) {
            membership.ofOwner(node);
        }
        boolean isStranger = belief == null || belief.id.generation() < node.generation();
        if (isStranger && intervalSince(begunNanos) >= 1) {
            begin(node.address(), node.generation());
        }
    }

    /** A member told the hash of its view. */
    void compare(NodeId node, long viewHash) {
        if (table.liveAs(node) == null) {
            return;
        }
        if (viewHash == table.viewHash()) {
            agree();
            return;
        }
        long newsNanos = membership.lastNewsNanos();
        if (newsNanos - begunNanos > 0) {
            fruitless = 0; // something was learned since, perhaps by the last exchange
            attempts = 0;
        }
        boolean isQuiet = timers.now() - newsNanos >= config.quietNanos();
        boolean isLasting = intervalSince(agreedNanos) >= PATIENCE;
        if ((isQuiet || isLasting) && isTime()) {
            fruitless = Math.min(fruitless + 1, MAX_BACKOFF);
            begin(node.address(), node.generation());
        } else if (again == null || !again.isSet()) {
            lookAgain(node);
        }
    }

    /**
     * A view that differs amid news may be one that lacks it, or ours is. Unless we agree with
     * somebody by then, that member is asked once more when the news has settled; else a node that
     * missed an update would wait for the next probe.
     */
    private void lookAgain(NodeId node) {
        long settledNanos = membership.lastNewsNanos() + config.quietNanos();
        long timeNanos = begunNanos + (config.intervalNanos() << fruitless);
        long waitNanos = Math.max(settledNanos - timers.now(), timeNanos - timers.now());
        again =
                timers.in(
                        Math.max(waitNanos, config.quietNanos() / 4),
                        "look again",
                        () -> {
                            Belief member = table.liveAs(node);
                            if (member != null && table.self().status() != Status.LEFT) {
                                sender.askWhatIsHeld(member, random.nextLong(), false);
                            }
                        });
    }

    /**
     * Whether we are new to a large cluster and agree with nobody yet. What is news to us then is
     * known to others, or they find out by comparing views with us; to tell it on would only fill
     * the network, most of all where the whole cluster is new.
     */
    boolean isCatchingUp() {
        return isBehind && table.clusterSize() > SMALL_CLUSTER;
    }

    /** When somebody's view last equalled ours. */
    long agreedNanos() {
        return agreedNanos;
    }

    /** Asks about, like a newcomer, until we agree with somebody. */
    void catchUp() {
        isBehind = true;
        hurried = 0;
        timers.cancel(hurry);
        long pause = config.intervalNanos() / HURRIES_PER_INTERVAL;
        hurry = timers.in(pause / 2 + random.nextLong(pause), "catch up", this::hurry);
    }

    private boolean isTime() {
        return intervalSince(begunNanos) >= 1 << fruitless;
    }

    /** Who is new waits for nobody to call: it asks one member after the other until it agrees. */
    private void hurry() {
        if (!isBehind || table.self().status() == Status.LEFT) {
            return;
        }
        long pause = config.intervalNanos() / HURRIES_PER_INTERVAL;
        hurry = timers.in(pause, "catch up", this::hurry);
        for (Belief member : table.sample(1, any -> true)) {
            hurried++;
            isBehind = hurried < HURRIES;
            begin(member.id.address(), member.id.generation());
        }
    }

    private void agree() {
        agreedNanos = timers.now();
        fruitless = 0;
        attempts = 0;
        isBehind = false;
        timers.cancel(again);
    }

    /**
     * Asks whoever is at an address, over a stream: where datagrams are blocked, this is the only
     * way in.
     */
    void ask(Address address) {
        Exchange asking = exchangeWith(address, Exchange.Way.STREAM);
        sender.digest(Lane.STREAM, address, WireFormat.ANYBODY, digest(asking), true);
    }

    /** Whether the exchange that is under way goes by datagrams alone. */
    boolean isByDatagrams() {
        return exchange != null && exchange.isForDatagrams();
    }

    /**
     * A member told what it believes where our views differ, and we have heard it. It is told in
     * turn what it holds lower than we do.
     */
    void onRoll(NodeId speaker, Message.Roll roll, List<Rumor> told) {
        Exchange ours = exchange;
        if (ours != null
                && ours.isAnsweredBy(speaker.address(), roll)
                && table.self().status() != Status.LEFT) {
            ours.tellBack(speaker, roll, told, table, sender, timers.now());
        }
    }

    /** Whom we asked has enough to do, and named others. */
    void onBusy(NodeId speaker) {
        boolean isAsked = exchange != null && exchange.isWith(speaker.address());
        if (!isAsked || ++referrals > MAX_REFERRALS) {
            return;
        }
        for (Belief other : table.sample(1, member -> !member.id.equals(speaker))) {
            askMember(other.id.address(), other.id.generation());
        }
    }

    private void begin(Address address, long generation) {
        if (table.self().status() == Status.LEFT) {
            return; // who leaves only answers
        }
        begunNanos = timers.now() + random.nextLong(config.intervalNanos() / 4);
        referrals = 0;
        askMember(address, generation);
        attempts++;
        observer.syncBegan();
    }

    private void askMember(Address address, long generation) {
        Exchange.Way way = Exchange.Way.ofAttempt(attempts);
        Exchange asking = exchangeWith(address, way);
        Lane lane = way == Exchange.Way.STREAM ? Lane.STREAM : Lane.DATAGRAM;
        sender.digest(lane, address, generation, digest(asking), isBehind);
    }

    private Message.Digest digest(Exchange asking) {
        return new Message.Digest(
                asking.salt(),
                ViewDigest.offersKnown(table),
                asking.isForDatagrams(),
                ViewDigest.of(table, asking.bits(), asking.salt()));
    }

    /** A bucket has to fit a datagram, however few of those who belong to it we know so far. */
    private Exchange exchangeWith(Address address, Exchange.Way way) {
        boolean isForDatagrams = way == Exchange.Way.DATAGRAMS;
        int members = isForDatagrams ? MemberTable.CAPACITY : table.clusterSize();
        int bits = ViewDigest.bitsFor(members, sender.listRoom());
        Exchange begun = new Exchange(address, random.nextLong(), bits, way);
        exchange = begun;
        return begun;
    }

    private long intervalSince(long nanos) {
        return Math.floorDiv(timers.now() - nanos, config.intervalNanos());
    }
}
