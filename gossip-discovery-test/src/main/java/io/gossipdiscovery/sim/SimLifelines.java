package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Address;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lifelines that are open. The host at the other end keeps them, whatever its process does, and
 * ends them when the process ends. Through a link that is blocked nobody hears of it, and a host
 * that is gone says nothing.
 */
final class SimLifelines {
    /** How long an attempt to connect to nobody takes, as in the real lane. */
    private static final long CONNECT_TIMEOUT_NANOS = 2_000_000_000L;

    private final SimWorld world;
    private final Map<Long, Line> lines = new LinkedHashMap<>();
    private final int[] held;

    SimLifelines(SimWorld world) {
        this.world = world;
        this.held = new int[world.size()];
    }

    /** How many a node holds to others. */
    int heldBy(int node) {
        return held[node];
    }

    void open(SimNode from, Address address) {
        int place = Places.index(address, world.size());
        if (place == Places.NOWHERE) {
            return;
        }
        SimNode to = world.node(place);
        Line line = new Line(from, from.process(), to, to.process());
        if (lines.put(line.link(), line) == null) {
            held[from.index()]++;
        }
        world.invariants().checkLifelines(from, heldBy(from.index()));
        boolean isConnectable = world.network().isConnectable(from.index(), place);
        if (isConnectable && world.network().isRefused(from.index(), place)) {
            long there = world.network().kernelDelay(from.index(), place);
            breakIn(line, there + world.network().kernelDelay(place, from.index()));
        } else if (!isConnectable || !to.isAlive()) {
            breakIn(line, CONNECT_TIMEOUT_NANOS);
        }
    }

    void close(SimNode from, Address address) {
        int place = Places.index(address, world.size());
        remove(lines.get(link(from.index(), place)));
    }

    /** What lies between ends them all. */
    void cutAll() {
        for (Line line : new ArrayList<>(lines.values())) {
            breakIn(line, world.network().kernelDelay(line.to.index(), line.from.index()));
        }
    }

    /** A node's process has ended. */
    void ended(SimNode node) {
        List<Line> all = new ArrayList<>(lines.values());
        for (Line line : all) {
            if (line.from == node) {
                remove(line);
            } else if (line.to == node && line.end == node.process()) {
                int from = line.from.index();
                if (node.refuses() && world.network().isConnectable(from, node.index())) {
                    breakIn(line, world.network().kernelDelay(node.index(), from));
                } else {
                    remove(line); // whoever holds it does not know
                }
            }
        }
    }

    /** Whether the word that a line is broken still matters; if so it is told, and over. */
    boolean settle(Line line) {
        return remove(line);
    }

    private boolean remove(@Nullable Line line) {
        if (line == null || !lines.remove(line.link(), line)) {
            return false;
        }
        held[line.from.index()]--;
        return true;
    }

    private void breakIn(Line line, long delayNanos) {
        world.loop()
                .at(
                        world.nowNanos() + delayNanos,
                        () -> {
                            if (lines.get(line.link()) == line) {
                                line.from.lifelineBroken(line);
                            }
                        });
    }

    private static long link(int from, int to) {
        return (long) from << 32 | to;
    }

    /** One connection: between which processes, at which places; null where there is none yet. */
    record Line(SimNode from, @Nullable Object begin, SimNode to, @Nullable Object end) {
        private long link() {
            return SimLifelines.link(from.index(), to.index());
        }
    }
}
