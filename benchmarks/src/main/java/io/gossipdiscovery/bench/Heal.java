package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.List;

/** Two halves cannot reach each other for 75 s: after that, until all know all again. */
record Heal(int nodes) implements Bench {
    private static final Duration APART = Duration.ofSeconds(75);
    private static final int WIDTH = 3;

    @Override
    public List<Row> run() throws Exception {
        Sample healed = new Sample();
        Bench.sideBySide(Bench.times("heals", 6), WIDTH, () -> heal(healed));
        return List.of(
                new Row(
                        "9: " + nodes + " nodes in halves for 75 s, until all know all",
                        healed.toString(),
                        "5 s",
                        "2 s"));
    }

    private Observations heal(Sample healed) {
        try (RealCluster cluster = Clusters.of(nodes)) {
            Observations seen = cluster.observations();
            List<Integer> one = Observations.nodes(1, nodes / 2);
            List<Integer> other = cluster.others(one.toArray(Integer[]::new));
            cluster.faults().part(one, other);
            RealCluster.pass(APART);
            if (areTogether(seen, one, other) || areTogether(seen, other, one)) {
                throw new IllegalStateException("the halves were never apart: nothing to heal");
            }
            long begun = System.nanoTime();
            cluster.faults().heal();
            cluster.awaitFormed(LIMIT);
            List<Integer> all = cluster.nodes();
            healed.add(seen.lastBelief(all, all) - begun);
            return seen;
        }
    }

    /** Whether somebody still counts somebody on the other side. */
    private static boolean areTogether(
            Observations seen, List<Integer> observers, List<Integer> subjects) {
        return subjects.stream()
                .anyMatch(subject -> !seen.isGone(observers, subject, seen.generation(subject)));
    }
}
