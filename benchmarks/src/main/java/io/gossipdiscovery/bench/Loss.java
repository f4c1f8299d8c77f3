package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Namespace.Traffic;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Each packet is lost with some probability for 90 s: who is declared dead although it lives. */
record Loss(int nodes, int percent, String must, String aim) implements Bench {
    /** What Serf sends at 20 % on 32 nodes, counted in the same way. */
    private static final double SERF_BYTES = 1_592;

    private static final Duration TIME = Duration.ofSeconds(90);
    private static final int WIDTH = 3;

    private record Run(long falselyDead, int verdicts, int suspicions, double bytesPerSecond) {}

    @Override
    public List<Row> run() throws Exception {
        List<Run> runs = Bench.sideBySide(Bench.times("losses", 5), WIDTH, this::once);
        List<Row> rows = new ArrayList<>();
        rows.add(
                Row.of(
                        "4: " + percent + " % loss, " + nodes + " nodes, 90 s: falsely dead",
                        must,
                        aim,
                        "%s distinct nodes in %d runs (verdicts %s, suspicions %s)",
                        each(runs.stream().map(Run::falselyDead).toList()),
                        runs.size(),
                        each(runs.stream().map(Run::verdicts).toList()),
                        each(runs.stream().map(Run::suspicions).toList())));
        double bytes =
                runs.stream().mapToDouble(Run::bytesPerSecond).sorted().toArray()[runs.size() / 2];
        boolean isCompared = percent == 20;
        rows.add(
                Row.of(
                        "11: the same, sent per node, with all headers",
                        isCompared ? "0.65 x Serf's 1592 B/s" : "",
                        isCompared ? "0.4 x" : "",
                        "median %.0f B/s%s",
                        bytes,
                        isCompared
                                ? String.format(Locale.ROOT, " (%.2f x)", bytes / SERF_BYTES)
                                : ""));
        return rows;
    }

    private Run once() {
        try (RealCluster cluster = Clusters.of(nodes)) {
            RealCluster.pass(Duration.ofSeconds(5));
            Observations seen = cluster.observations();
            int mark = seen.mark();
            Traffic before = cluster.namespace().traffic();
            cluster.faults().lose(percent);
            RealCluster.pass(TIME);
            Traffic sent = cluster.namespace().traffic().since(before);
            List<Event> verdicts = seen.since(mark, e -> e.kind() == Kind.DEAD);
            return new Run(
                    verdicts.stream().map(Event::subject).distinct().count(),
                    verdicts.size(),
                    seen.since(mark, e -> e.kind() == Kind.SUSPECT).size(),
                    (double) sent.wireBytes() / TIME.toSeconds() / nodes);
        }
    }

    private static String each(List<? extends Number> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining("/"));
    }
}
