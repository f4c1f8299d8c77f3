package io.gossipdiscovery.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of some calls.
 *
 * @param calls all of them
 */
record Outcome(List<AppReport.Call> calls) {
    static final Outcome NONE = new Outcome(List.of());

    static Outcome of(List<AppReport.Call> calls) {
        return new Outcome(calls);
    }

    Outcome and(Outcome other) {
        return new Outcome(Stream.concat(calls.stream(), other.calls.stream()).toList());
    }

    long failed() {
        return calls.stream().filter(call -> !call.isOk()).count();
    }

    private double millis(int percent) {
        Sample times = new Sample();
        calls.forEach(call -> times.add(call.end() - call.due()));
        return times.seconds(percent) * 1_000;
    }

    @Override
    public String toString() {
        Map<String, Long> reasons =
                calls.stream()
                        .filter(call -> !call.isOk())
                        .collect(
                                Collectors.groupingBy(
                                        AppReport.Call::detail,
                                        TreeMap::new,
                                        Collectors.counting()));
        return String.format(
                Locale.ROOT,
                "%d of %d calls failed %s; latency p50 %.0f, p99 %.0f, worst %.0f ms",
                failed(),
                calls.size(),
                reasons.isEmpty() ? "" : reasons,
                millis(50),
                millis(99),
                millis(100));
    }
}
