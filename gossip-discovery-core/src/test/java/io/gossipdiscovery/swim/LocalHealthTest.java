package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class LocalHealthTest {
    private final List<Integer> told = new ArrayList<>();
    private final Observer observer =
            new Observer() {
                @Override
                public void localHealthChanged(int score) {
                    told.add(score);
                }
            };

    @Test
    @DisplayName("Lifeguard IV-A: the counter saturates at both ends")
    void theScoreSaturates() {
        LocalHealth health = new LocalHealth(3, observer);
        health.improve();
        health.worsen();
        health.worsen();
        health.worsen();
        assertThat(health.score()).isEqualTo(2);
        assertThat(told).as("only changes are told").containsExactly(1, 2);
    }

    @Test
    @DisplayName("Lifeguard IV-A: time-outs are stretched by the score plus one")
    void timeoutsAreStretched() {
        LocalHealth health = new LocalHealth(8, observer);
        assertThat(health.stretch(100)).isEqualTo(100);
        health.worsen();
        health.worsen();
        assertThat(health.stretch(100)).isEqualTo(300);
    }

    @Test
    void aCeilingOfOneSwitchesItOff() {
        LocalHealth health = new LocalHealth(1, observer);
        health.worsen();
        assertThat(health.stretch(100)).isEqualTo(100);
    }
}
