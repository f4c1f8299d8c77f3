package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

/** How long a start waits for a name service. */
@Timeout(60)
class LookUpsTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void allAreLookedUpAtTheSameTime() {
        CyclicBarrier all = new CyclicBarrier(3);

        assertThat(
                        LookUps.of(
                                List.of("a", "b", "c"),
                                seed -> {
                                    all.await();
                                    return addresses(seed);
                                },
                                LONG))
                .containsExactly(addresses("a"), addresses("b"), addresses("c"));
    }

    @Test
    void whoDoesNotAnswerHidesNoOther() {
        CountDownLatch never = new CountDownLatch(1);

        List<List<Address>> found =
                LookUps.of(
                        List.of("a", "hangs", "c"),
                        seed -> {
                            if (seed.equals("hangs")) {
                                never.await();
                            }
                            return addresses(seed);
                        },
                        Duration.ofSeconds(2));
        never.countDown(); // its thread ends

        assertThat(found).containsExactly(addresses("a"), List.of(), addresses("c"));
    }

    @Test
    void whatFailsIsNotKnown() {
        assertThat(
                        LookUps.of(
                                List.of("a"),
                                seed -> {
                                    throw new IllegalStateException("no such name");
                                },
                                LONG))
                .containsExactly(List.of());
    }

    private static List<Address> addresses(String seed) {
        return List.of(Address.of("127.0.0.1", seed.charAt(0)));
    }
}
