package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What we believe of those in some buckets, in words; and what they offer. */
final class Rolls {
    /** No life, and nothing that stands around an offer beside it, is longer together. */
    private static final int AROUND_AN_OFFER = 150;

    private final MemberTable table;
    private final Timers timers;

    Rolls(MemberTable table, Timers timers) {
        this.table = table;
        this.timers = timers;
    }

    /** The head of an answer to a digest. */
    static Message.Roll roll(Message.Digest digest, BitSet buckets) {
        int bits = Integer.numberOfTrailingZeros(digest.hashes().size());
        return new Message.Roll(digest.salt(), bits, buckets);
    }

    /**
     * The buckets whose offers fit into one packet each, and into a second's answers together. In
     * the others offers are announced.
     */
    BitSet fitting(int count, BitSet wanted, int room) {
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
    RollPages pages(int count, BitSet differing, BitSet whole) {
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

    /** Those whose offers are asked for and known to us, as far as a second's answers go. */
    List<Known> owners(Message.Fetch fetch) {
        List<Known> owners = new ArrayList<>();
        long left = SyncBudget.BYTES_PER_SECOND;
        for (NodeId id : fetch.owners().stream().distinct().toList()) {
            Belief owner = table.get(id.address());
            if (owner != null && owner.held != null && !owner.isUnverified && owner.id.equals(id)) {
                left -= owner.held.content().length;
                if (left < 0) {
                    break; // the rest is announced again
                }
                owners.add(owner);
            }
        }
        return owners;
    }
}
