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

    /** No life, and nothing that stands around an offer beside it, is longer together. */
    private static final int AROUND_AN_OFFER = 150;

    private final MemberTable table;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final SyncBudget budget;

    SyncDuty(
            MemberTable table,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            SyncBudget budget) {
        this.table = table;
        this.sender = sender;
        this.timers = timers;
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
        long left = SyncBudget.BYTES_PER_SECOND;
        for (NodeId id : fetch.owners().stream().distinct().toList()) {
            Belief owner = table.get(id.address());
            if (owner != null && owner.held != null && !owner.isUnverified && owner.id.equals(id)) {
                left -= owner.held.content().length;
                if (left < 0) {
                    break; // the rest is announced again
                }
                boolean isSmall = sender.fitsDatagram(owner);
                (mayBeDatagrams && isSmall ? small : large)
                        .add(RumorCodec.encode(PacketSender.offered(owner)));
            }
        }
        Message message = new Message.Gossip();
        budget.spend(sender.pack(Lane.DATAGRAM, speaker, message, small, DATAGRAMS_PER_ANSWER));
        budget.spend(sender.pack(Lane.STREAM, speaker, message, large, Integer.MAX_VALUE));
        return true;
    }

    private boolean tellInDatagrams(NodeId asker, Message.Digest digest, BitSet differing) {
        int count = digest.hashes().size();
        RollPages pages = pages(count, differing, new BitSet());
        int room = sender.room(Lane.DATAGRAM, roll(digest, differing));
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
        int room = sender.room(Lane.STREAM, roll(digest, differing));
        BitSet whole = knowsLittle ? fitting(count, differing, room) : new BitSet();
        RollPages pages = pages(count, differing, whole);
        tell(Lane.STREAM, asker, digest, pages.pages(0, room, Integer.MAX_VALUE));
    }

    private void tell(Lane lane, NodeId asker, Message.Digest digest, List<RollPages.Page> pages) {
        for (RollPages.Page page : pages) {
            budget.spend(sender.pack(lane, asker, roll(digest, page.buckets()), page.rumors(), 1));
        }
    }

    private static Message.Roll roll(Message.Digest digest, BitSet buckets) {
        int bits = Integer.numberOfTrailingZeros(digest.hashes().size());
        return new Message.Roll(digest.salt(), bits, buckets);
    }

    /**
     * The buckets whose offers fit into one packet each, and into a second's answers together. In
     * the others offers are announced.
     */
    private BitSet fitting(int count, BitSet wanted, int room) {
        int bits = Integer.numberOfTrailingZeros(count);
        long[] bytes = new long[count];
        for (Known belief : table.all()) {
            int content = belief.held() == null ? 0 : belief.held().content().length;
            bytes[ViewDigest.bucket(belief.id().address(), bits)] += AROUND_AN_OFFER + content;
        }
        BitSet fitting = new BitSet(count);
        long left = SyncBudget.BYTES_PER_SECOND;
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            if (bytes[i] <= Math.min(room, left)) {
                left -= bytes[i];
                fitting.set(i);
            }
        }
        return fitting;
    }

    /** The rumors of some buckets, with offers themselves in those that are told whole. */
    private RollPages pages(int count, BitSet differing, BitSet whole) {
        int bits = Integer.numberOfTrailingZeros(count);
        RollPages pages = new RollPages(count, differing);
        for (Known belief : table.all()) {
            int bucket = ViewDigest.bucket(belief.id().address(), bits);
            if (belief.isUnverified() || !differing.get(bucket)) {
                continue;
            }
            pages.add(bucket, RumorCodec.encode(belief.rumor(timers.now())));
            if (belief.held() != null && belief.isLive()) {
                boolean isWhole = whole.get(bucket);
                Rumor offer = isWhole ? PacketSender.offered(belief) : PacketSender.notice(belief);
                pages.add(bucket, RumorCodec.encode(offer));
            }
        }
        return pages;
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
