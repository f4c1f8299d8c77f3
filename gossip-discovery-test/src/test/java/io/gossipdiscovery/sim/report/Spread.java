package io.gossipdiscovery.sim.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Some measured numbers, in order. A run in which something never happened counts as infinite. */
final class Spread {
    /** What never happened within the time that was watched. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    private final double[] sorted;

    private Spread(double[] sorted) {
        this.sorted = sorted;
        Arrays.sort(sorted);
    }

    static Spread of(Collection<? extends Number> values) {
        return new Spread(values.stream().mapToDouble(Number::doubleValue).toArray());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    int count() {
        return sorted.length;
    }

    double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }

    double median() {
        return at(0.5);
    }

    double max() {
        return at(1);
    }

    /** The smallest number that is not exceeded by that part of them. */
    double at(double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    /** Those that are not infinite. */
    Spread finite() {
        return new Spread(Arrays.stream(sorted).filter(v -> v != NEVER).toArray());
    }

    /** Mean, 95th percentile and maximum, in seconds. */
    String meanP95Max() {
        return text(mean()) + " / " + text(at(0.95)) + " / " + text(max());
    }

    static String text(double seconds) {
        if (Double.isNaN(seconds)) {
            return "–";
        }
        if (seconds == NEVER) {
            return "never";
        }
        return String.format(Locale.ROOT, seconds < 0.995 ? "%.3f" : "%.2f", seconds);
    }
}
