package io.gossipdiscovery.swim;

import io.gossipdiscovery.wire.WireFormat;

/**
 * The numbers below a size, each once, in a random order that takes no memory: a Feistel network
 * permutes the numbers of twice so many bits as one half of it takes, and those that are too large
 * are passed over.
 */
final class Permutation {
    private static final int ROUNDS = 4;

    private final int size;
    private final int halfBits;
    private final long key;
    private int left;
    private int next;

    /** All numbers below a size, in an order that depends on the key. */
    Permutation(int size, long key) {
        this.size = size;
        this.left = size;
        this.key = key;
        this.halfBits = (Integer.SIZE - Integer.numberOfLeadingZeros(size) + 1) / 2;
    }

    /** How many numbers are still to come. */
    int left() {
        return left;
    }

    /** The next number; only while there are some left. */
    int next() {
        int number = permuted(next++);
        while (number >= size) {
            number = permuted(next++);
        }
        left--;
        return number;
    }

    private int permuted(int number) {
        int mask = (1 << halfBits) - 1;
        int high = number >>> halfBits;
        int low = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            int mixed =
                    high ^ (int) WireFormat.mix(key + ((long) round << Integer.SIZE) + low) & mask;
            high = low;
            low = mixed;
        }
        return high << halfBits | low;
    }
}
