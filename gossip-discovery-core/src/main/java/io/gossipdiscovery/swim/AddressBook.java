package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;

/**
 * Beliefs by address, in the order in which they were put in. Two references for each, and no
 * objects: an open table with linear probing beside a list. A byte of each address's hash tells
 * most of the others apart without looking at them, which mostly means waiting for memory.
 *
 * <p>It may begin with a census, which is shared with others and stands behind the first belief:
 * whoever is asked for becomes a belief of this book alone.
 */
final class AddressBook {
    private static final int FIRST_SLOTS = 16;
    private static final byte EMPTY = 0;

    private final List<Belief> inOrder = new ArrayList<>();
    private Belief[] slots = new Belief[FIRST_SLOTS];
    private byte[] tags = new byte[FIRST_SLOTS];
    private int settled;
    private Census census = Census.NOBODY;
    private int ownLine;
    private int shared;

    int size() {
        return inOrder.size() + shared;
    }

    /** All of them, the first first. */
    List<? extends Known> all() {
        return shared == 0 ? Collections.unmodifiableList(inOrder) : new All();
    }

    /** The belief about an address, or null. */
    @Nullable Belief get(Address address) {
        Belief belief = slots[slotOf(address)];
        return belief == null && shared > 0 ? own(census.find(address)) : belief;
    }

    /** Puts in a belief about an address that is not in here. */
    void add(Belief belief) {
        inOrder.add(belief);
        settle(belief);
    }

    /**
     * Puts in all members of a census but for the one that is in here already.
     *
     * @throws IllegalStateException where there are others
     */
    void share(Census census) {
        if (size() != 1) {
            throw new IllegalStateException("a census is for who knows nobody else");
        }
        this.census = census;
        ownLine = census.find(inOrder.get(0).id.address());
        shared = census.size() - (ownLine < 0 ? 0 : 1);
    }

    /** Shares nothing any more: all that is known becomes beliefs of this book. */
    void unshare() {
        if (shared > 0) {
            List<Belief> own = new ArrayList<>(size());
            all().forEach(known -> own.add(get(known.id().address())));
            inOrder.clear();
            inOrder.addAll(own);
            census = Census.NOBODY;
            shared = 0;
        }
    }

    /** Takes a belief out. Looks through the whole list: this is rare. */
    void remove(Belief belief) {
        if (slots[slotOf(belief.id.address())] != belief) {
            return;
        }
        unshare();
        int hole = slotOf(belief.id.address());
        inOrder.remove(belief);
        clear(hole);
        settled--;
        // Whoever stands behind may have been kept from the slot that is empty now.
        for (int i = next(hole); slots[i] != null; i = next(i)) {
            Belief other = slots[i];
            clear(i);
            put(other);
        }
    }

    private void clear(int slot) {
        slots[slot] = null;
        tags[slot] = EMPTY;
    }

    private @Nullable Belief own(int line) {
        if (line < 0) {
            return null;
        }
        Belief belief = new Belief(census.line(line));
        belief.liveIndex = MemberTable.SHARED;
        settle(belief);
        return belief;
    }

    private void settle(Belief belief) {
        if (4 * ++settled > 3 * slots.length) {
            Belief[] former = slots;
            slots = new Belief[2 * former.length];
            tags = new byte[slots.length];
            for (Belief other : former) {
                if (other != null) {
                    put(other);
                }
            }
        }
        put(belief);
    }

    private void put(Belief belief) {
        int slot = slotOf(belief.id.address());
        slots[slot] = belief;
        tags[slot] = tag(Belief.hash(belief.id.address()));
    }

    /** Where an address is, or would be. */
    private int slotOf(Address address) {
        return slotOf(Belief.hash(address), address);
    }

    private int slotOf(long hash, Address address) {
        byte tag = tag(hash);
        int slot = (int) hash & slots.length - 1;
        while (tags[slot] != EMPTY
                && (tags[slot] != tag || !slots[slot].id.address().equals(address))) {
            slot = next(slot);
        }
        return slot;
    }

    /** Of the upper bits, as the lower ones say where it stands; never that of an empty slot. */
    private static byte tag(long hash) {
        return (byte) (hash >>> Long.SIZE - Byte.SIZE | 1);
    }

    private int next(int slot) {
        return slot + 1 & slots.length - 1;
    }

    /** Ourselves, the census as far as we have no belief of our own, and who came later. */
    private final class All extends AbstractList<Known> implements RandomAccess {
        @Override
        public int size() {
            return AddressBook.this.size();
        }

        @Override
        public Known get(int index) {
            if (index == 0 || index > shared) {
                return inOrder.get(index == 0 ? 0 : index - shared);
            }
            int before = index - 1;
            Census.Line line = census.line(ownLine < 0 || before < ownLine ? before : index);
            Belief own = slots[slotOf(line.addressHash(), line.id().address())];
            return own == null ? line : own;
        }
    }
}
