package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Beliefs by address, in the order in which they were put in. Two references for each, and no
 * objects: an open table with linear probing beside a list.
 */
final class AddressBook {
    private static final int FIRST_SLOTS = 16;

    private final List<Belief> inOrder = new ArrayList<>();
    private Belief[] slots = new Belief[FIRST_SLOTS];

    int size() {
        return inOrder.size();
    }

    /** All of them, the first first. */
    List<Belief> all() {
        return Collections.unmodifiableList(inOrder);
    }

    /** The belief about an address, or null. */
    Belief get(Address address) {
        return slots[slotOf(address)];
    }

    /** Puts in a belief about an address that is not in here. */
    void add(Belief belief) {
        inOrder.add(belief);
        if (4 * inOrder.size() > 3 * slots.length) {
            slots = new Belief[2 * slots.length];
            inOrder.forEach(this::settle);
        } else {
            settle(belief);
        }
    }

    /** Takes a belief out. Looks through the whole list: this is rare. */
    void remove(Belief belief) {
        int hole = slotOf(belief.id.address());
        if (slots[hole] != belief) {
            return;
        }
        inOrder.remove(belief);
        slots[hole] = null;
        // Whoever stands behind may have been kept from the slot that is empty now.
        for (int i = next(hole); slots[i] != null; i = next(i)) {
            Belief other = slots[i];
            slots[i] = null;
            settle(other);
        }
    }

    private void settle(Belief belief) {
        slots[slotOf(belief.id.address())] = belief;
    }

    /** Where an address is, or would be. */
    private int slotOf(Address address) {
        int slot = (int) Belief.hash(address) & slots.length - 1;
        while (slots[slot] != null && !slots[slot].id.address().equals(address)) {
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return slot + 1 & slots.length - 1;
    }
}
