package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.swim.Observer;

/** Lifeguard's local health: 0 is well, and every point stretches the probe interval once more. */
final class Awareness {
    private final int ceiling;
    private final Observer observer;
    private int score;

    Awareness(int ceiling, Observer observer) {
        this.ceiling = ceiling;
        this.observer = observer;
    }

    int score() {
        return score;
    }

    void add(int points) {
        int before = score;
        score = Math.max(0, Math.min(ceiling - 1, score + points));
        if (score != before) {
            observer.localHealthChanged(score);
        }
    }

    long stretch(long nanos) {
        return nanos * (score + 1);
    }
}
