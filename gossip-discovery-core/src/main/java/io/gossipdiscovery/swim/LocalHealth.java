package io.gossipdiscovery.swim;

/**
 * How healthy we believe ourselves to be, as a saturating score (Lifeguard IV-A).
 *
 * <p>Missing answers that others owe us are evidence against ourselves first: a node that hears
 * nothing is more often deaf than alone. The worse the score, the longer we wait before accusing
 * anyone.
 */
final class LocalHealth {
    private final int ceiling;
    private final Observer observer;
    private int score;

    /** Healthy at first. The score stays below the ceiling; a ceiling of 1 switches it off. */
    LocalHealth(int ceiling, Observer observer) {
        this.ceiling = ceiling;
        this.observer = observer;
    }

    /** 0 (healthy) to ceiling − 1. */
    int score() {
        return score;
    }

    void worsen() {
        set(Math.min(score + 1, ceiling - 1));
    }

    void improve() {
        set(Math.max(score - 1, 0));
    }

    /** A time-out, as many times longer as we doubt ourselves. */
    long stretch(long nanos) {
        return nanos * (score + 1);
    }

    private void set(int next) {
        if (next != score) {
            score = next;
            observer.localHealthChanged(score);
        }
    }
}
