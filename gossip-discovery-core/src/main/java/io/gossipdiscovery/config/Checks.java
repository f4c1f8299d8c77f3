package io.gossipdiscovery.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Range checks that name the property, so that the message alone is enough to mend it. */
final class Checks {
    private Checks() {}

    static void between(String name, int value, int minimum, int maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    name + " must be " + minimum + " to " + maximum + ", but is " + value);
        }
    }

    static void between(String name, double value, double minimum, double maximum) {
        if (!(value >= minimum && value <= maximum)) { // so written, as NaN is no number at all
            throw new IllegalArgumentException(
                    name + " must be " + minimum + " to " + maximum + ", but is " + value);
        }
    }

    static void between(String name, @Nullable Duration value, Duration minimum, Duration maximum) {
        if (value == null || value.compareTo(minimum) < 0 || value.compareTo(maximum) > 0) {
            throw new IllegalArgumentException(
                    name + " must be " + minimum + " to " + maximum + ", but is " + value);
        }
    }
}
