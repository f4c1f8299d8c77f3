package io.gossipdiscovery.model;

/**
 * Who: one process life at one address. A restarted process has a higher generation and so outranks
 * its former self at once, whatever was said of it. Immutable.
 *
 * @param address where the node is reached by its peers
 * @param generation which life it is, at least 1. Seeded from the wall clock at start and raised
 *     past any higher generation heard of the own address; never compared with a clock
 */
public record NodeId(Address address, long generation) implements Comparable<NodeId> {
    /** No node may claim a higher generation. */
    public static final long GENERATION_CEILING = 1L << 62;

    public NodeId {
        if (address == null) {
            throw new IllegalArgumentException("a node has an address");
        }
        if (generation < 1 || generation > GENERATION_CEILING) {
            throw new IllegalArgumentException("generation out of range: " + generation);
        }
    }

    @Override
    public int compareTo(NodeId other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Long.compare(generation, other.generation);
    }

    @Override
    public String toString() {
        return address + "#" + Long.toString(generation, 36);
    }
}
