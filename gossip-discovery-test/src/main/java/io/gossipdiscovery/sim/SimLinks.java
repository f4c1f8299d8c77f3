package io.gossipdiscovery.sim;

import io.gossipdiscovery.swim.Lane;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** How every link is, in each direction: whether anything passes, and how well. */
final class SimLinks {
    private final int size;
    private final BitSet[][] blocked;
    private final BitSet[] rejected;
    private final BitSet hidden = new BitSet();
    private final Map<Long, LinkQuality> exceptions = new HashMap<>(); // looked up, never iterated
    private LinkQuality quality;
    private int blocks;

    SimLinks(int size, LinkQuality quality) {
        this.size = size;
        this.quality = quality;
        this.blocked = new BitSet[Lane.values().length][size];
        for (BitSet[] lane : blocked) {
            Arrays.setAll(lane, i -> new BitSet());
        }
        this.rejected = new BitSet[size];
        Arrays.setAll(rejected, i -> new BitSet());
    }

    void quality(LinkQuality quality) {
        this.quality = quality;
    }

    void quality(int from, int to, @Nullable LinkQuality exception) {
        if (exception == null) {
            exceptions.remove(link(from, to));
        } else {
            exceptions.put(link(from, to), exception);
        }
    }

    LinkQuality quality(int from, int to) {
        return exceptions.isEmpty() ? quality : exceptions.getOrDefault(link(from, to), quality);
    }

    /** Whether something gets through now and then, both ways. */
    boolean isBearable(int one, int other) {
        return quality(one, other).loss() < 1 && quality(other, one).loss() < 1;
    }

    void isolate(int... side) {
        shut(outside(side), setOf(side));
        shut(setOf(side), outside(side));
    }

    void deafen(int... side) {
        shut(outside(side), setOf(side));
    }

    void mute(int... side) {
        shut(setOf(side), outside(side));
    }

    void shut(int from, int to) {
        shut(Lane.DATAGRAM, from, to);
        shut(Lane.STREAM, from, to);
    }

    void shut(Lane lane, int from, int to) {
        blocked[lane.ordinal()][from].set(to);
        blocks++;
    }

    void reject(int from, int to) {
        rejected[from].set(to);
    }

    boolean isRejected(int from, int to) {
        return rejected[from].get(to);
    }

    void hide(int node) {
        hidden.set(node);
    }

    /** Whether nothing gets to the address that a node tells. */
    boolean isHidden(int node) {
        return hidden.get(node);
    }

    void heal() {
        for (BitSet[] lane : blocked) {
            for (BitSet targets : lane) {
                targets.clear();
            }
        }
        for (BitSet targets : rejected) {
            targets.clear();
        }
        hidden.clear();
        blocks = 0;
    }

    /** Whether something and its answer can pass. */
    boolean isOpen(Lane lane, int one, int other) {
        return !isBlocked(lane, one, other) && !isBlocked(lane, other, one);
    }

    boolean isBlocked(Lane lane, int from, int to) {
        return blocks > 0 && blocked[lane.ordinal()][from].get(to);
    }

    private void shut(BitSet senders, BitSet receivers) {
        senders.stream().forEach(from -> receivers.stream().forEach(to -> shut(from, to)));
    }

    private BitSet outside(int... side) {
        BitSet outside = new BitSet();
        outside.set(0, size);
        outside.andNot(setOf(side));
        return outside;
    }

    private static BitSet setOf(int... nodes) {
        BitSet set = new BitSet();
        for (int node : nodes) {
            set.set(node);
        }
        return set;
    }

    private static long link(int from, int to) {
        return (long) from << 32 | to;
    }
}
