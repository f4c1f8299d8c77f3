package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is still to be told: the least told first, of those the longest, of those the newest. A
 * newer message about the same node replaces the older.
 */
final class BroadcastQueue {
    private static final Comparator<Entry> ORDER =
            Comparator.<Entry>comparingInt(e -> e.transmits)
                    .thenComparing(e -> -e.message.bytes())
                    .thenComparing(e -> -e.number);

    private final TreeSet<Entry> entries = new TreeSet<>(ORDER);
    private final Map<Address, Entry> bySubject = new HashMap<>();
    private long numbers;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void add(Message message) {
        Entry older = bySubject.remove(message.subject().address());
        if (older != null) {
            entries.remove(older);
        }
        Entry entry = new Entry(message, numbers++);
        entries.add(entry);
        bySubject.put(message.subject().address(), entry);
    }

    /** Takes what fits, each at a price beyond its own bytes, and counts it as told once more. */
    List<Message> take(int bytes, int overhead, int mostTransmits) {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Entry> taken = new ArrayList<>();
        int left = bytes;
        for (Entry entry : entries) {
            int price = entry.message.bytes() + overhead;
            if (price <= left) {
                taken.add(entry);
                left -= price;
            }
            if (left < 2 * overhead + 20) {
                break;
            }
        }
        List<Message> messages = new ArrayList<>(taken.size());
        for (Entry entry : taken) {
            messages.add(entry.message);
            entries.remove(entry);
            entry.transmits++;
            if (entry.transmits >= mostTransmits) {
                bySubject.remove(entry.message.subject().address());
            } else {
                entries.add(entry);
            }
        }
        return messages;
    }

    private static final class Entry {
        private final Message message;
        private final long number;
        private int transmits;

        Entry(Message message, long number) {
            this.message = message;
            this.number = number;
        }
    }
}
