package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class TimersTest {
    private static final long NO_PAUSE = Long.MAX_VALUE;

    private final Timers timers = new Timers();
    private final List<String> fired = new ArrayList<>();

    @Test
    void alarmsFireInTheOrderOfTheirDeadlines() {
        set(30, "c");
        set(10, "a");
        set(20, "b");
        advance(25);
        assertThat(fired).containsExactly("a", "b");
        assertThat(timers.nextDeadlineNanos()).isEqualTo(30);
    }

    @Test
    void equalDeadlinesFireInTheOrderInWhichTheyWereSet() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            set(10, name);
        }
        advance(10);
        assertThat(fired).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aCancelledAlarmNeverFires() {
        Timers.Alarm alarm = set(10, "a");
        timers.cancel(alarm);
        timers.cancel(alarm);
        timers.cancel(null);
        advance(20);
        assertThat(fired).isEmpty();
        assertThat(alarm.isSet()).isFalse();
        assertThat(timers.nextDeadlineNanos()).isEqualTo(Timers.NEVER);
    }

    @Test
    void anAlarmThatIsSetForNowWhileAlarmsFireFiresToo() {
        timers.in(10, "outer", () -> set(0, "inner"));
        advance(10);
        assertThat(fired).containsExactly("inner");
    }

    @Test
    void anyMixtureOfSettingAndCancellingKeepsTheOrder() {
        Random random = new Random(42);
        List<Timers.Alarm> alarms = new ArrayList<>();
        List<Long> deadlines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long delay = random.nextInt(500);
            alarms.add(timers.in(delay, "x", () -> deadlines.add(delay)));
        }
        for (int i = 0; i < 2_000; i += 3) {
            timers.cancel(alarms.get(i));
        }
        advance(1_000);
        assertThat(deadlines).hasSize(2_000 - 667).isSorted();
    }

    @Test
    void timeStandsStillWhileWeAreAway() {
        set(100, "a");
        set(300, "b");
        assertThat(timers.tell(90, 50)).isZero();
        assertThat(timers.tell(140, 50)).as("a little late is not away").isZero();
        assertThat(timers.tell(10_100, 50)).isEqualTo(10_000);
        timers.fireDue();
        assertThat(fired).as("only what was due when we went").containsExactly("a");
        assertThat(timers.nextDeadlineNanos()).as("the rest keeps its distance").isEqualTo(10_300);
    }

    private Timers.Alarm set(long delay, String name) {
        return timers.in(delay, name, () -> fired.add(name));
    }

    private void advance(long now) {
        timers.tell(now, NO_PAUSE);
        timers.fireDue();
    }
}
