package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SyncConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.util.random.RandomGenerator;

/**
 * Makes differing views equal: with strangers, with members whose view hash differs from ours for
 * longer than news takes, and with owners of offers too large to gossip. Anti-entropy is a
 * correctness feature: rumors may be lost, and this is what repairs it.
 */
final class Synchronizer {
    /** More replies than this in one interval are left to the asker's next try. */
    static final int REPLIES_PER_INTERVAL = 64;

    /** Fruitless exchanges double the time to the next, up to 2^this. */
    private static final int MAX_BACKOFF = 5;

    /** So many intervals a member may differ before steady news no longer excuses it. */
    private static final int PATIENCE = 4;

    /** When a member whose view equals ours began to differ. */
    static final long NEVER = Long.MIN_VALUE;

    private final SyncConfig config;
    private final MemberTable table;
    private final Membership membership;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private long begunNanos;
    private long repliesSinceNanos;
    private int replies;
    private int fruitless;

    Synchronizer(
            SyncConfig config,
            MemberTable table,
            Membership membership,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.config = config;
        this.table = table;
        this.membership = membership;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
    }

    void start() {
        begunNanos = timers.now() - config.intervalNanos();
        repliesSinceNanos = timers.now();
    }

    /** Somebody wrote to us. A life that we do not know is asked for all it knows. */
    void meet(NodeId node) {
        Belief belief = table.get(node.address());
        boolean isStranger = belief == null || belief.id.generation() < node.generation();
        if (isStranger && intervalSince(begunNanos) >= 1) {
            begin(node);
        }
    }

    /** A member told the hash of its view. */
    void compare(NodeId node, long viewHash) {
        Belief member = table.get(node.address());
        if (member == null || !member.isLive() || !member.id.equals(node)) {
            return;
        }
        if (viewHash == table.viewHash()) {
            fruitless = 0;
            member.differsNanos = NEVER;
            return;
        }
        if (member.differsNanos == NEVER) {
            member.differsNanos = timers.now();
        }
        long newsNanos = membership.lastNewsNanos();
        if (newsNanos - begunNanos > 0) {
            fruitless = 0; // something was learned since, perhaps by the last exchange
        }
        boolean isQuiet = timers.now() - newsNanos >= config.quietNanos();
        boolean isLasting = intervalSince(member.differsNanos) >= PATIENCE;
        if ((isQuiet || isLasting) && intervalSince(begunNanos) >= 1 << fruitless) {
            fruitless = Math.min(fruitless + 1, MAX_BACKOFF);
            member.differsNanos = NEVER;
            begin(node);
        }
    }

    /** Whether we answer a request for all that we believe; others have to ask again. */
    boolean reply(NodeId node) {
        if (intervalSince(repliesSinceNanos) >= 1) {
            repliesSinceNanos = timers.now();
            replies = 0;
        }
        if (replies >= REPLIES_PER_INTERVAL) {
            return false;
        }
        replies++;
        sender.sync(node.address(), node.generation(), false);
        return true;
    }

    /** Asks whoever is at an address for all it knows, and tells it all we know. */
    void ask(Address address) {
        sender.sync(address, WireFormat.ANYBODY, true);
    }

    /** A node knows of a newer offer that is too large to gossip: it is asked for it. */
    void hear(Rumor.Notice notice, NodeId teller) {
        if (notice.version() > WireFormat.COUNTER_CEILING) {
            return;
        }
        Belief owner = membership.ofOwner(notice.about());
        if (owner != null
                && notice.version() > owner.offerVersion()
                && intervalSince(owner.fetchedNanos) >= 1) {
            owner.fetchedNanos = timers.now();
            sender.datagram(teller, new Message.Fetch(notice.about()));
        }
    }

    /** A node wants an offer that we announced. */
    void onFetch(NodeId asker, Message.Fetch fetch) {
        Belief owner = table.get(fetch.owner().address());
        if (owner != null && owner.offer != null && owner.id.equals(fetch.owner())) {
            sender.offer(asker, owner);
        }
    }

    private void begin(NodeId node) {
        if (table.self().status == Status.LEFT) {
            return; // who leaves only answers
        }
        begunNanos = timers.now() + random.nextLong(config.intervalNanos() / 4);
        sender.sync(node.address(), node.generation(), true);
    }

    private long intervalSince(long nanos) {
        return Math.floorDiv(timers.now() - nanos, config.intervalNanos());
    }
}
