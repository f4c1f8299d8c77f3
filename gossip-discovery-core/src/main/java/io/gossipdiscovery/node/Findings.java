package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What others found at the addresses that this node tells. Written on the loop, read by any. */
final class Findings implements Observer {
    private final List<Finding> known = new ArrayList<>();
    private volatile List<Finding> all = List.of();

    List<Finding> all() {
        return all;
    }

    @Override
    public void addressChecked(@Nullable Finding before, @Nullable Finding after) {
        int place = before == null ? -1 : known.indexOf(before);
        if (place >= 0) {
            known.remove(place);
        }
        if (after != null) {
            known.add(place >= 0 ? place : known.size(), after);
        }
        all = List.copyOf(known);
    }
}
