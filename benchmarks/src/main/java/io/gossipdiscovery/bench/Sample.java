package io.gossipdiscovery.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times that were measured for the same thing. Thread-safe. */
final class Sample {
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long time) {
        nanos.add(time);
    }

    void addAll(Sample other) {
        nanos.addAll(other.nanos);
    }

    int size() {
        return nanos.size();
    }

    double seconds(int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        // The smallest time that so many percent do not exceed.
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1)) / 1e9;
    }

    double meanSeconds() {
        return nanos.stream().mapToLong(Long::longValue).average().orElse(Double.NaN) / 1e9;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "mean %.3f, p50 %.3f, p95 %.3f, p99 %.3f, worst %.3f s (%d)",
                meanSeconds(),
                seconds(50),
                seconds(95),
                seconds(99),
                seconds(100),
                size());
    }
}
