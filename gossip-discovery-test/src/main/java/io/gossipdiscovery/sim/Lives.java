package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** All lives that were ever lived at each place, in the order of their beginning. */
final class Lives {
    private final List<List<Life>> byPlace = new ArrayList<>();
    private int count;

    Lives(int places) {
        for (int i = 0; i < places; i++) {
            byPlace.add(new ArrayList<>());
        }
    }

    Life begin(int place, NodeId id) {
        Life life = new Life(id);
        byPlace.get(place).add(life);
        count++;
        return life;
    }

    /** How many lives have begun so far, anywhere. */
    int count() {
        return count;
    }

    /** The life of that node id, or null if nobody ever lived it. */
    @Nullable Life find(int place, NodeId id) {
        List<Life> lives = byPlace.get(place);
        for (int i = lives.size() - 1; i >= 0; i--) {
            Life life = lives.get(i);
            if (life.id().generation() == id.generation()) {
                return life;
            }
        }
        return null;
    }

    /** The life at a place that was the last to end, or null if none did. */
    @Nullable Life latestFinished(int place) {
        List<Life> lives = byPlace.get(place);
        for (int i = lives.size() - 1; i >= 0; i--) {
            if (lives.get(i).isOver()) {
                return lives.get(i);
            }
        }
        return null;
    }
}
