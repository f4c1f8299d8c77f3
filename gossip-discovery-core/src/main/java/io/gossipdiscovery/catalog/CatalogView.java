package io.gossipdiscovery.catalog;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns changes of belief into catalogs.
 *
 * <p>Changes are collected and become one new snapshot at {@link #publish}, so that a packet with a
 * hundred rumors costs one. Only the touched services are rebuilt. Driven by the machine's thread;
 * {@link #catalog} may be read by any.
 */
public final class CatalogView implements Observer {
    private final Map<String, TreeMap<Address, List<Listing>>> services = new LinkedHashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private volatile Catalog catalog = Catalog.EMPTY;

    /** The latest snapshot. */
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        Map<String, List<Listing>> old = listings(before);
        Map<String, List<Listing>> now = listings(after);
        if (before != null
                && (after == null || !after.id().address().equals(before.id().address()))) {
            old.keySet().forEach(key -> put(key, before.id().address(), List.of()));
        }
        if (after == null) {
            return;
        }
        Address address = after.id().address();
        for (String key : old.keySet()) {
            if (!now.containsKey(key)) {
                put(key, address, List.of());
            }
        }
        now.forEach((key, list) -> put(key, address, list));
    }

    /**
     * Makes what was collected visible.
     *
     * @return whether there is a new snapshot
     */
    public boolean publish() {
        if (touched.isEmpty()) {
            return false;
        }
        Map<String, List<Listing>> replaced = new LinkedHashMap<>();
        for (String key : touched) {
            List<Listing> listings = new ArrayList<>();
            services.getOrDefault(key, new TreeMap<>()).values().forEach(listings::addAll);
            replaced.put(key, listings);
        }
        touched.clear();
        Catalog before = catalog;
        replaced.entrySet().removeIf(e -> e.getValue().equals(before.all(e.getKey())));
        if (replaced.isEmpty()) {
            return false;
        }
        catalog = before.with(replaced);
        return true;
    }

    private void put(String key, Address address, List<Listing> listings) {
        TreeMap<Address, List<Listing>> byNode =
                services.computeIfAbsent(key, k -> new TreeMap<>());
        List<Listing> previous =
                listings.isEmpty() ? byNode.remove(address) : byNode.put(address, listings);
        if (byNode.isEmpty()) {
            services.remove(key);
        }
        if (!listings.equals(previous == null ? List.of() : previous)) {
            touched.add(key);
        }
    }

    private static Map<String, List<Listing>> listings(@Nullable Member member) {
        Map<String, List<Listing>> listings = new LinkedHashMap<>();
        if (member != null && member.isVisible()) {
            for (Instance instance : member.offer().orElseThrow().instances()) {
                listings.computeIfAbsent(Catalog.key(instance.service()), k -> new ArrayList<>())
                        .add(new Listing(member.id(), member.standing(), instance));
            }
        }
        return listings;
    }
}
