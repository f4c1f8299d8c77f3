package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.util.Arrays;

/** Every fact is optional, so nothing else notices one that is not passed on. */
class InstrumentsTest {
    @Test
    void everyFactIsPassedOn() {
        assertThat(Observer.class.getMethods())
                .allMatch(
                        fact ->
                                Arrays.stream(Instruments.class.getDeclaredMethods())
                                        .anyMatch(method -> isSame(method, fact)));
    }

    private static boolean isSame(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }
}
