package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What we do for others' syncs: compare a digest with our view and tell what we believe where they
 * differ; hand out offers. Within a {@link SyncBudget}, and never as an amplifier: a datagram,
 * whose sender is easily forged, is answered in a few datagrams at most, and only to a member that
 * has answered a probe of ours.
 */
final class SyncDuty {
    /** More datagrams than this are no answer to a datagram; a stream takes the rest. */
    static final int DATAGRAMS_PER_ANSWER = 4;

    /** How many others we name to those whom we cannot answer. */
    private static final int REFERRED_TO = 8;

    private final MemberTable table;
    private final PacketSender sender;
    private final Rolls rolls;
    private final RandomGenerator random;
    private final SyncBudget budget;

    SyncDuty(
            MemberTable table,
            PacketSender sender,
            Rolls rolls,
            RandomGenerator random,
            SyncBudget budget) {
        this.table = table;
        this.sender = sender;
        this.rolls = rolls;
        this.random = random;
        this.budget = budget;
    }

    /** Tells a member what we believe where its digest differs. False if we have enough to do. */
    boolean onDigest(Lane lane, NodeId speaker, Message.Digest digest) {
        Belief asker = table.liveAs(speaker);
        if (asker == null) {
            return true; // who is held for dead is told so, and has to refute first
        }
        if (!budget.admits()) {
            return refer(lane, speaker);
        }
        BitSet differing = ViewDigest.differing(table, digest);
        boolean isProven = lane == Lane.STREAM || asker.isProven;
        if (differing.isEmpty() || digest.isForDatagrams() && !isProven) {
            return true;
        }
        boolean mayBeDatagrams = lane == Lane.DATAGRAM && isProven;
        if (!mayBeDatagrams || !tellInDatagrams(speaker, digest, differing)) {
            tellInStream(speaker, digest, differing);
        }
        budget.spend(sender.doubts(mayBeDatagrams ? Lane.DATAGRAM : Lane.STREAM, speaker));
        return true;
    }

    /** Sends the offers of some owners. False if we have enough to do. */
    boolean onFetch(Lane lane, NodeId speaker, Message.Fetch fetch) {
        Belief asker = table.liveAs(speaker);
        if (asker == null) {
            return true;
        }
        if (!budget.admits()) {
            return false;
        }
        boolean mayBeDatagrams = lane == Lane.DATAGRAM && asker.isProven;
        List<byte[]> small = new ArrayList<>();
        List<byte[]> large = new ArrayList<>();
        for (Known owner : rolls.owners(fetch)) {
            boolean isSmall = sender.fitsDatagram(owner);
            (mayBeDatagrams && isSmall ? small : large)
                    .add(RumorCodec.encode(PacketSender.offered(owner)));
        }
        Message message = new Message.Gossip();
        budget.spend(sender.pack(Lane.DATAGRAM, speaker, message, small, DATAGRAMS_PER_ANSWER));
        budget.spend(sender.pack(Lane.STREAM, speaker, message, large, Integer.MAX_VALUE));
        return true;
    }

    private boolean tellInDatagrams(NodeId asker, Message.Digest digest, BitSet differing) {
        int count = digest.hashes().size();
        RollPages pages = rolls.pages(count, differing, new BitSet());
        int room = sender.room(Lane.DATAGRAM, Rolls.roll(digest, differing));
        boolean isForStream = !digest.isForDatagrams() && !pages.fits(room, DATAGRAMS_PER_ANSWER);
        if (isForStream) {
            return false;
        }
        int first = random.nextInt(count); // what is left out this time is told another time
        tell(Lane.DATAGRAM, asker, digest, pages.pages(first, room, DATAGRAMS_PER_ANSWER));
        return true;
    }

    /** Who knows little of what we know is told all at once, offers included. */
    private void tellInStream(NodeId asker, Message.Digest digest, BitSet differing) {
        boolean knowsLittle = digest.offers() * 2 < ViewDigest.offersKnown(table);
        int count = digest.hashes().size();
        int room = sender.room(Lane.STREAM, Rolls.roll(digest, differing));
        BitSet whole = knowsLittle ? rolls.fitting(count, differing, room) : new BitSet();
        RollPages pages = rolls.pages(count, differing, whole);
        tell(Lane.STREAM, asker, digest, pages.pages(0, room, Integer.MAX_VALUE));
    }

    private void tell(Lane lane, NodeId asker, Message.Digest digest, List<RollPages.Page> pages) {
        for (RollPages.Page page : pages) {
            budget.spend(
                    sender.pack(lane, asker, Rolls.roll(digest, page.buckets()), page.rumors(), 1));
        }
    }

    private boolean refer(Lane lane, NodeId asker) {
        if (!budget.refers()) {
            return false;
        }
        List<byte[]> others = new ArrayList<>();
        for (Belief other :
                table.sample(
                        REFERRED_TO, member -> !member.isUnverified && !member.id.equals(asker))) {
            others.add(RumorCodec.encode(new Rumor.Alive(other.id, other.incarnation)));
        }
        sender.pack(lane, asker, new Message.Busy(), others, 1);
        return true;
    }
}
