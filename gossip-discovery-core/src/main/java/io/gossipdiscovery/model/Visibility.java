package io.gossipdiscovery.model;

/**
 * How many of the other live members are known to have seen what a node offers. Known by their own
 * word, never guessed: in truth it may be more.
 *
 * @param seen those who told that they hold the offer, or a later one
 * @param members all other live members, suspects included: those callers may still be there
 */
public record Visibility(int seen, int members) {
    /** Nobody is there who could see it. */
    public static final Visibility ALONE = new Visibility(0, 0);

    public Visibility {
        if (seen < 0 || seen > members) {
            throw new IllegalArgumentException(seen + " of " + members + " cannot be");
        }
    }

    /** Whether at least that part, 0 to 1, has seen it. Of nobody, everybody has. */
    public boolean reaches(double fraction) {
        return seen >= needed(fraction);
    }

    /** Whether every one of them has seen it. */
    public boolean isComplete() {
        return seen == members;
    }

    /** How many have to see it for that part, 0 to 1, of all to have seen it. */
    public int needed(double fraction) {
        // The least of what follows the point comes from computing in binary: 0.98 of 50 is 49.
        return (int) Math.ceil(fraction * members - 1e-9);
    }

    @Override
    public String toString() {
        return seen + " of " + members;
    }
}
