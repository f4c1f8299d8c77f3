package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Members that are all alive, and what they serve, once for all machines on one thread that begin
 * with knowing them. Nothing in it can be changed: where a machine has anything to say or to
 * remember of one of them, it makes a belief of its own first.
 */
public final class Census {
    /** Of no members. */
    static final Census NOBODY = new Census(List.of());

    private final Line[] lines;
    private final int[] slots;
    private final long hash;

    /**
     * A census of these.
     *
     * @throws IllegalArgumentException where one of them is not ALIVE, or two have one address
     */
    public Census(List<Member> members) {
        lines = members.stream().map(Line::of).toArray(Line[]::new);
        slots = new int[Math.max(2, Integer.highestOneBit(lines.length) * 4)];
        long sum = 0;
        for (int i = 0; i < lines.length; i++) {
            int slot = slotOf(lines[i].id.address());
            if (slots[slot] != 0) {
                throw new IllegalArgumentException("two members at " + lines[i].id.address());
            }
            slots[slot] = i + 1;
            sum += lines[i].hash;
        }
        hash = sum;
    }

    int size() {
        return lines.length;
    }

    Line line(int number) {
        return lines[number];
    }

    /** The number of the line about an address, or -1. */
    int find(Address address) {
        return slots[slotOf(address)] - 1;
    }

    /** Of all lines together. */
    long hash() {
        return hash;
    }

    private int slotOf(Address address) {
        int slot = (int) Belief.hash(address) & slots.length - 1;
        while (slots[slot] != 0 && !lines[slots[slot] - 1].id.address().equals(address)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** One member. */
    record Line(
            NodeId id,
            long incarnation,
            @Nullable HeldOffer held,
            Member picture,
            long hash,
            long addressHash,
            long place)
            implements Known {
        private static Line of(Member member) {
            if (member.status() != Status.ALIVE) {
                throw new IllegalArgumentException(member + " is not ALIVE");
            }
            Optional<HeldOffer> held = member.offer().map(HeldOffer::of);
            long version = held.map(h -> h.offer().version()).orElse(0L);
            long addressHash = Belief.hash(member.id().address());
            return new Line(
                    member.id(),
                    member.incarnation(),
                    held.orElse(null),
                    member,
                    Belief.hash(member.id(), member.incarnation(), version),
                    addressHash,
                    Belief.place(addressHash));
        }

        @Override
        public Status status() {
            return Status.ALIVE;
        }

        @Override
        public boolean isUnverified() {
            return false;
        }

        @Override
        public Rumor.Life rumor(long nowNanos) {
            return new Rumor.Alive(id, incarnation);
        }
    }
}
