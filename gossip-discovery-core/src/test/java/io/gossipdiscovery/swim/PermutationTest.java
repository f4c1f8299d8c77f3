package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class PermutationTest {
    @Test
    void everyNumberBelowTheSizeComesOnce() {
        for (int size : new int[] {0, 1, 2, 3, 4, 5, 16, 17, 1_000, 20_000}) {
            List<Integer> numbers = all(size, 7);
            assertThat(numbers).hasSize(size).doesNotHaveDuplicates();
            assertThat(numbers).allMatch(number -> number >= 0 && number < size);
        }
    }

    @Test
    void everyNumberComesAtEveryPlaceAboutAsOften() {
        int[][] times = new int[10][10];
        for (int key = 0; key < 10_000; key++) {
            List<Integer> numbers = all(10, key);
            for (int place = 0; place < 10; place++) {
                times[place][numbers.get(place)]++;
            }
        }
        for (int[] place : times) {
            assertThat(IntStream.of(place).boxed()).allMatch(count -> count > 800 && count < 1_200);
        }
    }

    private static List<Integer> all(int size, long key) {
        Permutation permutation = new Permutation(size, key);
        List<Integer> numbers = new ArrayList<>();
        for (int left : IntStream.range(0, size).map(i -> size - i).toArray()) {
            assertThat(permutation.left()).isEqualTo(left);
            numbers.add(permutation.next());
        }
        assertThat(permutation.left()).isZero();
        return numbers;
    }
}
