package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rumors still to be told, each a bounded number of times (SWIM 4.1). Life goes before offers,
 * the least told before the often told, the newest before the older. A newer rumor about the same
 * thing takes the older one's place.
 */
final class RumorQueue {
    /** Room for one rumor of each kind about every member: life, and offer. */
    static final int CAPACITY = 2 * MemberTable.CAPACITY;

    private final TreeSet<Entry> order = new TreeSet<>();
    private final Map<Address, Entry> lives = new HashMap<>(); // looked up, never iterated
    private final Map<Address, Entry> offers = new HashMap<>();
    private long sequence;

    /** Begins to tell a rumor. */
    void add(Rumor rumor) {
        boolean isLife = rumor instanceof Rumor.Life;
        Map<Address, Entry> kind = isLife ? lives : offers;
        Address about = rumor.about().address();
        Entry former = kind.remove(about);
        if (former != null) {
            order.remove(former);
        }
        Entry entry =
                new Entry(about, isLife, isPassing(rumor), RumorCodec.encode(rumor), sequence++);
        kind.put(about, entry);
        order.add(entry);
        if (order.size() > CAPACITY) {
            drop(order.last());
        }
    }

    void clear() {
        order.clear();
        lives.clear();
        offers.clear();
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /**
     * Adds what fits to a packet.
     *
     * @param copies how often a doubt or its refutation is told, which the next one soon overtakes
     * @param lastingCopies how often anything else is told: whoever misses it misses it for long
     * @param said of whose life the packet tells already, or null: that counts as told
     */
    void fill(PacketWriter packet, int copies, int lastingCopies, @Nullable Address said) {
        if (order.isEmpty()) {
            return;
        }
        Entry saidAlready = said == null ? null : lives.get(said);
        List<Entry> told = new ArrayList<>();
        int misfits = 0;
        for (Entry entry : order) {
            if (packet.room() < SMALLEST || misfits >= MISFITS) {
                break;
            }
            if (entry == saidAlready || packet.add(entry.bytes)) {
                told.add(entry);
            } else {
                misfits++;
            }
        }
        for (Entry entry : told) {
            order.remove(entry);
            entry.told++;
            if (entry.told < (entry.isPassing ? copies : lastingCopies)) {
                order.add(entry);
            } else {
                drop(entry);
            }
        }
    }

    /** After so many that did not fit, the packet counts as full: the queue may be long. */
    private static final int MISFITS = 8;

    /** No rumor is smaller than kind, length, an IPv4 node and an incarnation. */
    private static final int SMALLEST = 1 + 1 + 15 + 1;

    private static boolean isPassing(Rumor rumor) {
        return rumor instanceof Rumor.Suspect
                || rumor instanceof Rumor.Alive alive && alive.incarnation() > 1;
    }

    private void drop(Entry entry) {
        order.remove(entry);
        (entry.isLife ? lives : offers).remove(entry.about, entry);
    }

    private static final class Entry implements Comparable<Entry> {
        private final Address about;
        private final boolean isLife;
        private final boolean isPassing;
        private final byte[] bytes;
        private final long sequence;
        private int told;

        private Entry(
                Address about, boolean isLife, boolean isPassing, byte[] bytes, long sequence) {
            this.about = about;
            this.isLife = isLife;
            this.isPassing = isPassing;
            this.bytes = bytes;
            this.sequence = sequence;
        }

        @Override
        public int compareTo(Entry other) {
            if (isLife != other.isLife) {
                return isLife ? -1 : 1;
            }
            int byTold = Integer.compare(told, other.told);
            return byTold != 0 ? byTold : Long.compare(other.sequence, sequence);
        }
    }
}
