package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import java.util.List;

/**
 * Tells a node whom to ask first, again and again as long as it lives. In a Spring application each
 * bean of this type is asked, beside the configured seeds.
 */
@FunctionalInterface
public interface SeedSource {
    /**
     * The seeds as they are now. May block, but holds up all other seeds meanwhile; called on a
     * thread of its own, never by two at once. What it throws is logged when it begins, and counts
     * as no news. The own address may be among them.
     */
    List<Address> resolve();

    /** Whether the answer never changes, so that asking once is enough. */
    default boolean isFixed() {
        return false;
    }

    /**
     * Whether the answer may differ from the last one, so that it is worth asking at once rather
     * than in half a minute. Called every few seconds on the thread of {@link #resolve}; must be
     * cheap.
     */
    default boolean hasChanged() {
        return false;
    }
}
