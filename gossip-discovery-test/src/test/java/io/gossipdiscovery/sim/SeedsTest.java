package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

class SeedsTest {
    private static final String COUNT = "sim.test.count";

    @Seeds(10)
    void mostAreFixed(long seed) {}

    @Seeds(value = 10, fresh = 3)
    void someAreFresh(long seed) {}

    @Seeds(value = 10, countProperty = COUNT)
    void asManyAsAsked(long seed) {}

    @Test
    void theLastOnesAreFreshAndTheOthersAreNot() throws NoSuchMethodException {
        assertThat(seeds("mostAreFixed", 7)).hasSize(10).startsWith(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(seeds("someAreFresh", 7)).hasSize(10).startsWith(1, 2, 3, 4, 5, 6, 7);
        long[] others = seeds("someAreFresh", 8);
        assertThat(others).hasSize(10).startsWith(1, 2, 3, 4, 5, 6, 7);
        assertThat(others[9]).isNotEqualTo(seeds("someAreFresh", 7)[9]).isNotNegative();
    }

    @Test
    void aPropertyReplacesTheNumber() throws NoSuchMethodException {
        System.setProperty(COUNT, "25");
        try {
            assertThat(seeds("asManyAsAsked", 7)).hasSize(25);
        } finally {
            System.clearProperty(COUNT);
        }
    }

    private static long[] seeds(String method, long clock) throws NoSuchMethodException {
        Seeds wanted =
                SeedsTest.class.getDeclaredMethod(method, long.class).getAnnotation(Seeds.class);
        LongStream seeds = SeedSource.seeds(wanted, clock);
        return seeds.toArray();
    }
}
