package io.gossipdiscovery.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The hot paths alone, by JMH: time and allocation of one call. */
record Micro() implements Bench {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Override
    public List<Row> run() throws Exception {
        List<Row> rows = new ArrayList<>();
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\." + HotPaths.class.getSimpleName() + "\\.");
        options.addProfiler(GCProfiler.class);
        for (RunResult result : new Runner(options.build()).run()) {
            Result<?> time = result.getPrimaryResult();
            rows.add(
                    Row.of(
                            "JMH: " + time.getLabel(),
                            "",
                            "",
                            "%.0f ± %.0f %s, %.0f B/op",
                            time.getScore(),
                            time.getScoreError(),
                            time.getScoreUnit(),
                            allocated(result)));
        }
        return rows;
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().keySet().stream()
                .filter(name -> name.endsWith(ALLOCATION))
                .mapToDouble(
                        name ->
                                Objects.requireNonNull(result.getSecondaryResults().get(name))
                                        .getScore())
                .findAny()
                .orElse(Double.NaN);
    }
}
