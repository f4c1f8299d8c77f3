package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Visibility;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The waits of one life for others to see what it offers: how they ended, and whether what they
 * said is the truth.
 */
final class SimWaits {
    private final SimWorld world;
    private final SimNode node;
    private final Map<Long, Wait> open = new HashMap<>();
    private final Map<Long, Visibility> ended = new HashMap<>();
    private long numbers;

    SimWaits(SimWorld world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    long begin() {
        open.put(++numbers, new Wait(node.life().offerVersion(), world.lives().count()));
        return numbers;
    }

    Optional<Visibility> result(long number) {
        return Optional.ofNullable(ended.get(number));
    }

    void ended(long number, Visibility reached) {
        Wait wait = open.remove(number);
        ended.put(number, reached);
        if (wait.lives == world.lives().count()) { // else a holder may have lost its memory
            world.invariants().checkSeen(node, reached, holders(wait.version));
        }
    }

    private int holders(long version) {
        return (int)
                world.nodes().stream()
                        .filter(other -> other != node)
                        .mapToInt(
                                other -> world.beliefs().offerVersion(other.index(), node.index()))
                        .filter(held -> held >= version)
                        .count();
    }

    /** For which version a node waits, and how many lives had begun anywhere when it began to. */
    private record Wait(long version, int lives) {}
}
