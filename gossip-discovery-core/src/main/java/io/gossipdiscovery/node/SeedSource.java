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
     * The seeds as they are now. May block: it is called on a thread of its own, never by two at
     * once, waited for a second at most, and heard when it answers after all. Meanwhile, and where
     * it throws, which is logged when it begins, its last answer counts. The own address may be
     * among them. The node's end interrupts it.
     */
    List<Address> resolve();

    /** Whether the answer never changes, so that asking once is enough. */
    default boolean isFixed() {
        return false;
    }

    /**
     * Whether the answer may differ from the last one, so that it is worth asking at once rather
     * than in half a minute. Called every few seconds, like {@link #resolve}; should be cheap.
     */
    default boolean hasChanged() {
        return false;
    }
}
