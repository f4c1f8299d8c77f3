package io.gossipdiscovery.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What callers saw of the end of a provider, for as long as they were watched.
 *
 * @param start when it ended, in nanoseconds of the monotonic clock
 * @param window how long they were watched
 * @param outcome of the calls that were due in this time
 * @param gone since when the provider is not listed, on the same clock
 */
record Watched(long start, Duration window, Outcome outcome, OptionalLong gone) {
    /** Calls that fail so shortly before we stop to look will go on to fail. */
    private static final Duration LATE = Duration.ofSeconds(3);

    String failures() {
        OptionalLong last =
                outcome.calls().stream()
                        .filter(call -> !call.isOk())
                        .mapToLong(call -> call.due() - start)
                        .max();
        String when = "";
        if (last.isPresent()) {
            boolean isOver = last.getAsLong() < window.minus(LATE).toNanos();
            when =
                    isOver
                            ? ", the last after " + seconds(last.getAsLong())
                            : ", still failing after " + window.toSeconds() + " s";
        }
        return outcome.failed() + " of " + outcome.calls().size() + when;
    }

    String untilGone() {
        return gone.isPresent()
                ? seconds(gone.getAsLong() - start)
                : "not within " + window.toSeconds() + " s";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
