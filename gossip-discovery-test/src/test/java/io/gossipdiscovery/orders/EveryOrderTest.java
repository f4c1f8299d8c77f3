package io.gossipdiscovery.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Locale;

/**
 * Short plays of three nodes in every order in which their packets can arrive, be late or be lost.
 * At every belief: ranks do not fall, nobody believes in what was not lived, the farewell of a
 * former life does not end a later one, nobody doubts itself. At every end: once the network is
 * perfect, all agree.
 *
 * <p>{@code -Dorders.depth=10} makes so many choices, {@code -Dorders.lost=2} loses so many
 * packets.
 */
class EveryOrderTest {
    private static final int DEPTH = Integer.getInteger("orders.depth", 8);
    private static final int LOST = Integer.getInteger("orders.lost", 1);

    @ParameterizedTest
    @EnumSource
    void noOrderBreaksARuleAndAllEndInAgreement(ShortPlay play) {
        Explorer explorer = new Explorer(play, DEPTH, LOST).explore();
        System.out.printf(
                Locale.ROOT,
                "every order of %d choices, at most %d lost: %-21s %7d orders, %7d states%n",
                DEPTH,
                LOST,
                play,
                explorer.ways(),
                explorer.states());
        assertThat(explorer.ways()).isPositive();
    }

    @Test
    void anOrderThatBreaksARuleIsFoundAndNamed() {
        Explorer explorer = new Explorer(ShortPlay.lie(), 2, 0);
        assertThatThrownBy(explorer::explore)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lets go who stays");
    }
}
