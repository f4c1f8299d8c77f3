package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DebounceTest {
    private final Debounce<String> debounce = new Debounce<>(10);

    @Test
    void theFirstValueCountsAtOnce() {
        assertThat(debounce.see("up", 100)).contains("up");
        assertThat(debounce.see("up", 200)).isEmpty();
    }

    @Test
    void laterValuesCountWhenTheyLast() {
        debounce.see("up", 100);

        assertThat(debounce.see("down", 101)).isEmpty();
        assertThat(debounce.see("down", 110)).isEmpty();
        assertThat(debounce.see("down", 111)).contains("down");
        assertThat(debounce.see("up", 112)).isEmpty();
        assertThat(debounce.see("up", 122)).contains("up");
    }

    @Test
    void anInterruptionBeginsTheWaitAnew() {
        debounce.see("up", 100);
        debounce.see("down", 101);
        debounce.see("up", 105);

        assertThat(debounce.see("down", 111)).isEmpty();
        assertThat(debounce.see("out", 121)).isEmpty();
        assertThat(debounce.see("out", 131)).contains("out");
    }

    @Test
    void withoutADelayEveryValueCounts() {
        Debounce<String> none = new Debounce<>(0);
        none.see("up", 100);

        assertThat(none.see("down", 100)).contains("down");
    }
}
