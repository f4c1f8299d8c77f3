package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import java.util.List;

/** Tells a node whom to ask first, again and again as long as it lives. */
@FunctionalInterface
public interface SeedSource {
    /**
     * The seeds as they are now. May block; called on a thread of its own, never by two at once.
     * What it throws is logged and counts as no seed. The own address may be among them.
     */
    List<Address> resolve();

    /** Whether the answer never changes, so that asking once is enough. */
    default boolean isFixed() {
        return false;
    }
}
