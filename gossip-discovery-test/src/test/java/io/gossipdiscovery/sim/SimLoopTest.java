package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

class SimLoopTest {
    private final SimLoop loop = new SimLoop();
    private final List<String> happened = new ArrayList<>();

    @Test
    void whatIsSetForEarlierHappensEarlier() {
        loop.at(20, () -> happened.add("b"));
        loop.at(10, () -> happened.add("a"));
        loop.at(30, () -> happened.add("c"));
        run(100);
        assertThat(happened).containsExactly("a", "b", "c");
        assertThat(loop.nowNanos()).isEqualTo(100);
    }

    @Test
    void equalTimesKeepTheOrderInWhichTheyWereSet() {
        for (int i = 0; i < 100; i++) {
            String name = "" + i;
            loop.at(5, () -> happened.add(name));
        }
        run(5);
        assertThat(happened)
                .hasSize(100)
                .isSortedAccordingTo(Comparator.comparing(Integer::valueOf));
    }

    @Test
    void timeJumpsToTheNextEventAndNoFurtherThanAllowed() {
        loop.at(50, () -> happened.add("late"));
        assertThat(loop.step(40)).isFalse();
        assertThat(loop.nowNanos()).isEqualTo(40);
        assertThat(loop.step(50)).isTrue();
        assertThat(loop.nowNanos()).isEqualTo(50);
    }

    @Test
    void whatIsSetForThePastHappensNow() {
        loop.at(50, () -> loop.at(10, () -> happened.add("at " + loop.nowNanos())));
        run(60);
        assertThat(happened).containsExactly("at 50");
    }

    @Seeds(5)
    void anyNumberOfEventsComesInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long time = random.nextLong(1000);
            loop.at(time, () -> times.add(loop.nowNanos()));
            if (random.nextInt(3) == 0) {
                loop.step(random.nextLong(500));
            }
        }
        run(1000);
        assertThat(times).hasSize(5000).isSorted();
        assertThat(loop.waiting()).isZero();
        assertThat(loop.happened()).isEqualTo(5000);
    }

    private void run(long until) {
        while (loop.step(until)) {
            // one event after the other
        }
    }
}
