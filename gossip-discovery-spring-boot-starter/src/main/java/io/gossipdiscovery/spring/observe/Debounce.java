package io.gossipdiscovery.spring.observe;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Lets a value change only after it has been seen for a while without interruption. The first value
 * counts at once. Not thread-safe.
 */
final class Debounce<T> {
    private final long delayNanos;
    private @Nullable T settled;
    private @Nullable T candidate;
    private long sinceNanos;

    Debounce(long delayNanos) {
        this.delayNanos = delayNanos;
    }

    /** What was seen now; returns the new value where that makes one. */
    Optional<T> see(T value, long nowNanos) {
        if (value.equals(settled)) {
            candidate = null;
            return Optional.empty();
        }
        if (!value.equals(candidate)) {
            candidate = value;
            sinceNanos = nowNanos;
        }
        if (settled != null && nowNanos - sinceNanos < delayNanos) {
            return Optional.empty();
        }
        settled = value;
        candidate = null;
        return Optional.of(value);
    }
}
