package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What we do for observers: tell them what we believe where they believe something else, and hand
 * out offers. An observer is no member. Nothing that it says changes what we believe, and nothing
 * of it is remembered from one packet to the next.
 *
 * <p>Anybody can claim to be one. So a datagram is answered with one that is no longer, to where it
 * came from; and what streams take comes out of a budget of its own, apart from that of members.
 */
final class ObserverDuty {
    /** Of the bytes that we may send, one in so many may go to observers. */
    private static final int SHARE = 4;

    /** How many members we name to those whom we cannot answer. */
    private static final int REFERRED_TO = 8;

    private final MemberTable table;
    private final Rolls rolls;
    private final PacketSender sender;
    private final RandomGenerator random;
    private final SyncBudget budget;

    ObserverDuty(
            GossipConfig config,
            MemberTable table,
            Rolls rolls,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.table = table;
        this.rolls = rolls;
        this.sender = sender;
        this.random = random;
        this.budget =
                new SyncBudget(
                        config.sync().intervalNanos(),
                        config.dissemination().bytesPerSecond() / SHARE,
                        timers);
    }

    void start() {
        budget.start();
    }

    /**
     * Answers an observer's question.
     *
     * @param bytes how long it is
     * @return null, or why it is not answered
     */
    @Nullable Rejection answer(Lane lane, Address from, PacketReader packet, int bytes) {
        NodeId asker = packet.sender();
        if (packet.message() instanceof Message.Digest digest) {
            if (budget.admits()) {
                tell(lane, from, asker, digest, bytes);
                return null;
            }
            refer(lane, from, asker, bytes);
            return Rejection.CAPACITY;
        }
        if (packet.message() instanceof Message.Fetch fetch) {
            if (budget.admits()) {
                tell(asker, fetch);
                return null;
            }
            return Rejection.CAPACITY;
        }
        return Rejection.OBSERVER;
    }

    /** One answer, even where views are equal: it says that we are here, and whom we doubt. */
    private void tell(Lane lane, Address from, NodeId asker, Message.Digest digest, int bytes) {
        BitSet differing = ViewDigest.differing(table, digest);
        if (lane == Lane.STREAM || !tellInDatagram(from, asker, digest, differing, bytes)) {
            tellInStream(asker, digest, differing);
        }
    }

    private boolean tellInDatagram(
            Address from, NodeId asker, Message.Digest digest, BitSet differing, int bytes) {
        int count = digest.hashes().size();
        int room = sender.answerRoom(Rolls.roll(digest, differing), bytes);
        RollPages pages = rolls.pages(count, differing, rolls.fitting(count, differing, room));
        if (!digest.isForDatagrams() && !pages.fits(room, 1)) {
            return false;
        }
        int first = random.nextInt(count); // what is left out this time is told another time
        List<byte[]> rumors = new ArrayList<>();
        BitSet told = new BitSet();
        for (RollPages.Page page : pages.pages(first, room, 1)) {
            told = page.buckets();
            rumors.addAll(page.rumors());
        }
        rumors.addAll(sender.doubts());
        budget.spend(sender.answer(from, asker, Rolls.roll(digest, told), rumors, bytes));
        return true;
    }

    private void tellInStream(NodeId asker, Message.Digest digest, BitSet differing) {
        int count = digest.hashes().size();
        int room = sender.room(Lane.STREAM, Rolls.roll(digest, differing));
        RollPages pages = rolls.pages(count, differing, rolls.fitting(count, differing, room));
        for (RollPages.Page page : pages.pages(0, room, Integer.MAX_VALUE)) {
            Message.Roll roll = Rolls.roll(digest, page.buckets());
            budget.spend(sender.pack(Lane.STREAM, asker, roll, page.rumors(), 1));
        }
        if (differing.isEmpty()) {
            Message.Roll nothing = Rolls.roll(digest, differing);
            budget.spend(sender.pack(Lane.STREAM, asker, nothing, sender.doubts(), 1));
        }
    }

    /** Only what is too large for a datagram is announced, and has to be fetched. */
    private void tell(NodeId asker, Message.Fetch fetch) {
        List<byte[]> offers = new ArrayList<>();
        for (Known owner : rolls.owners(fetch)) {
            offers.add(RumorCodec.encode(PacketSender.offered(owner)));
        }
        Message message = new Message.Gossip();
        budget.spend(sender.pack(Lane.STREAM, asker, message, offers, Integer.MAX_VALUE));
    }

    private void refer(Lane lane, Address from, NodeId asker, int bytes) {
        if (lane == Lane.DATAGRAM && budget.refers()) {
            List<byte[]> others = new ArrayList<>();
            for (Belief other : table.sample(REFERRED_TO, member -> !member.isUnverified)) {
                others.add(RumorCodec.encode(new Rumor.Alive(other.id, other.incarnation)));
            }
            sender.answer(from, asker, new Message.Busy(), others, bytes);
        }
    }
}
