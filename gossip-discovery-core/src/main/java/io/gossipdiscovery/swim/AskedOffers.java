package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whose offers were asked for within the last interval: nobody is asked for one twice in it. */
final class AskedOffers {
    private final long intervalNanos;
    private final Map<Address, Long> asked = new LinkedHashMap<>(); // by time

    AskedOffers(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** Somebody is asked for an owner's offer. */
    void add(Address owner, long nowNanos) {
        asked.remove(owner);
        asked.put(owner, nowNanos);
    }

    boolean contains(Address owner, long nowNanos) {
        Iterator<Long> times = asked.values().iterator();
        while (times.hasNext() && nowNanos - times.next() >= intervalNanos) {
            times.remove();
        }
        return asked.containsKey(owner);
    }
}
