package io.gossipdiscovery.swim;

import static io.gossipdiscovery.model.Evidence.GONE;
import static io.gossipdiscovery.model.Evidence.HUNG;
import static io.gossipdiscovery.model.Evidence.SILENT;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class SuspicionTest {
    private static final SuspicionConfig CONFIG =
            new SuspicionConfig(
                    Duration.ofSeconds(2), 3, 3, Duration.ofSeconds(30), Duration.ofMinutes(5));
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0} of {1} confirmations leave {2} of 2000 to 6000 ms")
    @DisplayName("Lifeguard IV-B: the time-out falls logarithmically with each confirmation")
    @CsvSource({
        "0, 3, 6000",
        "1, 3, 4000",
        "2, 3, 2830",
        "3, 3, 2000",
        "4, 3, 2000",
        "0, 1, 6000",
        "1, 1, 2000",
        "0, 0, 2000",
        "5, 0, 2000",
    })
    void theTimeoutFallsWithEachConfirmation(int confirmed, int expected, long millis) {
        assertThat(Suspicion.timeoutNanos(confirmed, expected, 2 * SECOND, 6 * SECOND) / 1_000_000)
                .isBetween(millis, millis + 1);
    }

    @Test
    void onlyNewAccusersConfirmAndOnlyAsManyAsAreNeeded() {
        Suspicion suspicion = new Suspicion(CONFIG, 30, 2 * SECOND, accuser(1), SILENT, 100);
        assertThat(suspicion.deadlineNanos()).isEqualTo(100 + 6 * SECOND);
        assertThat(suspicion.confirm(accuser(1), SILENT)).isFalse();
        assertThat(suspicion.confirm(accuser(2), SILENT)).isTrue();
        assertThat(suspicion.confirm(accuser(3), SILENT)).isTrue();
        assertThat(suspicion.confirm(accuser(4), SILENT)).isTrue();
        assertThat(suspicion.confirm(accuser(5), SILENT)).isFalse();
        assertThat(suspicion.deadlineNanos()).isEqualTo(100 + 2 * SECOND);
    }

    @Test
    void whereNobodyElseCouldConfirmTheMinimumDecides() {
        Suspicion suspicion = new Suspicion(CONFIG, 1, 2 * SECOND, accuser(1), SILENT, 0);
        assertThat(suspicion.deadlineNanos()).isEqualTo(2 * SECOND);
    }

    @Test
    void oneWordThatTheProcessIsThereGivesItLong() {
        Suspicion suspicion = new Suspicion(CONFIG, 30, 2 * SECOND, accuser(1), SILENT, 100);
        assertThat(suspicion.confirm(accuser(1), HUNG)).as("new evidence").isTrue();
        assertThat(suspicion.confirm(accuser(1), HUNG)).isFalse();
        assertThat(suspicion.evidence()).isEqualTo(HUNG);
        assertThat(suspicion.deadlineNanos()).isEqualTo(100 + 30 * SECOND);
        suspicion.confirm(accuser(2), SILENT);
        assertThat(suspicion.deadlineNanos())
                .as("silence is no answer to it")
                .isEqualTo(100 + 30 * SECOND);
    }

    @Test
    void witnessesAreDistinctAndOutrankHungWithoutShorteningItsTime() {
        Suspicion suspicion = new Suspicion(CONFIG, 30, 2 * SECOND, accuser(1), HUNG, 100);
        assertThat(suspicion.confirm(accuser(2), GONE)).isTrue();
        assertThat(suspicion.confirm(accuser(2), GONE)).as("the same again").isFalse();
        assertThat(suspicion.evidence()).isEqualTo(GONE);
        assertThat(suspicion.rumor(accuser(9), 1, accuser(1)).accuser()).isEqualTo(accuser(2));
        assertThat(suspicion.deadlineNanos()).isEqualTo(100 + 30 * SECOND);
        assertThat(suspicion.confirm(accuser(1), GONE)).as("the first accuser").isTrue();
        assertThat(suspicion.witnesses()).containsExactly(accuser(2), accuser(1));
    }

    @Test
    void theOriginOfTheClockMeansNothing() {
        long start = Long.MAX_VALUE - SECOND / 2;
        Suspicion suspicion = new Suspicion(CONFIG, 30, 2 * SECOND, accuser(1), SILENT, start);
        assertThat(suspicion.isYoung(start)).isTrue();
        assertThat(suspicion.isYoung(start + SECOND - 1)).isTrue();
        assertThat(suspicion.isYoung(start + SECOND)).isFalse();
    }

    private static NodeId accuser(int i) {
        return new NodeId(Address.v4(i, 1), 1);
    }
}
