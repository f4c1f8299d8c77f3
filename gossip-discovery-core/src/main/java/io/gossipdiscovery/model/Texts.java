package io.gossipdiscovery.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checked, immutable, ordered copies of small text maps. Ordered, because a hash order would differ
 * between two runs of the same seed.
 */
final class Texts {
    private Texts() {}

    static SortedMap<String, String> copy(String what, Map<String, String> given, int maxBytes) {
        if (given.size() > Limits.ENTRIES) {
            throw new IllegalArgumentException(
                    what
                            + " has "
                            + given.size()
                            + " entries, more than the limit of "
                            + Limits.ENTRIES);
        }
        TreeMap<String, String> copy = new TreeMap<>();
        int total = 0;
        for (Map.Entry<String, String> entry : given.entrySet()) {
            String name = Limits.checked("a name in " + what, entry.getKey(), Limits.NAME_BYTES);
            if (entry.getValue() == null) {
                throw new IllegalArgumentException(what + " '" + name + "' has no value");
            }
            String value =
                    Limits.bounded(what + " '" + name + "'", entry.getValue(), Limits.VALUE_BYTES);
            copy.put(name, value);
            total += Limits.utf8Length(name) + Limits.utf8Length(value);
        }
        if (total > maxBytes) {
            throw new IllegalArgumentException(
                    what + " has " + total + " bytes, more than the limit of " + maxBytes);
        }
        return Collections.unmodifiableSortedMap(copy);
    }
}
