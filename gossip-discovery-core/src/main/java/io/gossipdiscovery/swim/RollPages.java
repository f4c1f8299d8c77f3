package io.gossipdiscovery.swim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rumors sorted into buckets, and buckets into packets. A bucket is told whole in one packet: who
 * reads it can conclude that what it does not name is not known.
 */
final class RollPages {
    /** Some buckets and the rumors of all who belong to them. */
    record Page(BitSet buckets, List<byte[]> rumors) {}

    private final BitSet wanted;
    private final List<List<byte[]>> byBucket;
    private final int[] bytes;

    /** No rumors yet, of so many buckets, of which some are wanted. */
    RollPages(int buckets, BitSet wanted) {
        this.wanted = wanted;
        this.bytes = new int[buckets];
        this.byBucket = new ArrayList<>(buckets);
        for (int i = 0; i < buckets; i++) {
            byBucket.add(wanted.get(i) ? new ArrayList<>() : List.of());
        }
    }

    void add(int bucket, byte[] rumor) {
        byBucket.get(bucket).add(rumor);
        bytes[bucket] += rumor.length;
    }

    /**
     * The packets, beginning with some bucket. Buckets that are too large for any packet are left
     * out; the next way of telling them has to be larger.
     *
     * @param room the bytes for rumors in a packet
     * @param most no more packets than this
     */
    List<Page> pages(int first, int room, int most) {
        List<Page> pages = new ArrayList<>();
        int left = 0;
        for (int i = 0; i < bytes.length; i++) {
            int bucket = (first + i) % bytes.length;
            if (!wanted.get(bucket) || bytes[bucket] > room) {
                continue;
            }
            if (pages.isEmpty() || bytes[bucket] > left) {
                if (pages.size() == most) {
                    break;
                }
                pages.add(new Page(new BitSet(bytes.length), new ArrayList<>()));
                left = room;
            }
            Page page = pages.get(pages.size() - 1);
            page.buckets.set(bucket);
            page.rumors.addAll(byBucket.get(bucket));
            left -= bytes[bucket];
        }
        return pages;
    }

    /** Whether all of it fits into so many packets. */
    boolean fits(int room, int packets) {
        List<Page> pages = pages(0, room, packets);
        int told = pages.stream().mapToInt(page -> page.buckets.cardinality()).sum();
        return told == wanted.cardinality();
    }
}
