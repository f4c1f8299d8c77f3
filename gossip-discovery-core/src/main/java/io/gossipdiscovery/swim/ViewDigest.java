package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.WireFormat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A view in short: one small hash for each bucket of addresses. Equal views have equal digests
 * under every salt; where two digests differ, the views do.
 *
 * <p>Taken from the table when it is wanted, and not kept up: it is wanted only where two views
 * have differed for longer than news takes, and then all beliefs are looked through anyway. The
 * hashes are cut to sixteen bits. Two buckets that differ look equal in one of 65,536 digests, but
 * not in the next one, which has another salt.
 */
final class ViewDigest {
    /** So many members to a bucket, as far as the number of buckets may go. */
    private static final int MEMBERS_PER_BUCKET = 8;

    private ViewDigest() {}

    /**
     * The binary logarithm of the number of buckets in which that many members are told.
     *
     * @param roomBytes the hashes of all buckets fit there
     */
    static int bitsFor(int members, int roomBytes) {
        int wanted = log2(members / MEMBERS_PER_BUCKET) + 1;
        int most = Math.min(WireFormat.MAX_BUCKET_BITS, log2(roomBytes / Short.BYTES));
        return Math.max(WireFormat.MIN_BUCKET_BITS, Math.min(most, wanted));
    }

    private static int log2(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
    }

    /** The bucket of an address: the same at all nodes. */
    static int bucket(Address address, int bits) {
        return (int) (Belief.hash(address) >>> Long.SIZE - bits);
    }

    /** Of how many members it is known what they offer. */
    static int offersKnown(MemberTable table) {
        int known = 0;
        for (Known belief : table.all()) {
            known += belief.isLive() && belief.held() != null ? 1 : 0;
        }
        return known;
    }

    /** The hashes of all buckets. */
    static List<Short> of(MemberTable table, int bits, long salt) {
        long[] sums = new long[1 << bits];
        for (Known belief : table.all()) {
            sums[bucket(belief.id().address(), bits)] += belief.hash();
        }
        List<Short> hashes = new ArrayList<>(sums.length);
        for (long sum : sums) {
            hashes.add((short) WireFormat.mix(sum ^ salt));
        }
        return hashes;
    }

    /** The buckets in which a digest differs from our own view. */
    static BitSet differing(MemberTable table, Message.Digest digest) {
        int count = digest.hashes().size();
        List<Short> own = of(table, Integer.numberOfTrailingZeros(count), digest.salt());
        BitSet differing = new BitSet(count);
        for (int i = 0; i < count; i++) {
            differing.set(i, !own.get(i).equals(digest.hashes().get(i)));
        }
        return differing;
    }
}
