package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnrestTest {
    private static final long SECOND = 1_000_000_000L;

    /** Clocks of machines begin anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1L << 50, 1L << 50})
    void threeReturnsInHalfAMinuteAreTooMany(long began) {
        Unrest unrest = new Unrest(began);
        unrest.add(began, null, 1);
        unrest.add(began + 10 * SECOND, null, 1);
        assertThat(unrest.isUnsteady()).isFalse();
        unrest.add(began + 20 * SECOND, null, 1);
        assertThat(unrest.isUnsteady()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1L << 50, 1L << 50})
    void threeReturnsInFiveMinutesAreNot(long began) {
        Unrest unrest = new Unrest(began);
        for (int i = 0; i < 10; i++) {
            unrest.add(began + 100 * i * SECOND, null, 1);
            assertThat(unrest.isUnsteady()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1L << 50, 1L << 50})
    void itIsForgivenAtMostThreeMinutesAfterTheLastReturn(long began) {
        Unrest unrest = new Unrest(began);
        for (int i = 0; i < 100; i++) {
            unrest.add(began + i * SECOND, null, 1);
        }
        long last = began + 99 * SECOND;
        assertThat(unrest.calmAtNanos() - last).isBetween(179 * SECOND, 181 * SECOND);
        unrest.look(unrest.calmAtNanos() - SECOND);
        assertThat(unrest.isUnsteady()).isTrue();
        unrest.look(unrest.calmAtNanos());
        assertThat(unrest.isUnsteady()).isFalse();
    }
}
