package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Every packet from and to a node is lost, as when its host is gone. */
record Silence(int nodes) implements Bench {
    private static final int WIDTH = 3;

    @Override
    public List<Row> run() throws Exception {
        int rounds = Bench.times("silences", 7);
        Sample avoided = new Sample();
        Sample known = new Sample();
        Random random = new Random(nodes);
        Bench.sideBySide(WIDTH, WIDTH, () -> silences(rounds, random, avoided, known));
        String measure = "2: silent host, last of " + nodes;
        return List.of(
                new Row(
                        measure + " knows",
                        known.toString(),
                        "mean 6.0, p95 8.0 s",
                        "mean 4.7, p95 6.5 s"),
                new Row(measure + " avoids it", avoided.toString(), "", ""));
    }

    private int silences(int rounds, Random random, Sample avoided, Sample known) {
        try (RealCluster cluster = Clusters.withVictim(nodes)) {
            Observations seen = cluster.observations();
            List<Integer> others = cluster.others(nodes);
            long life = seen.generation(nodes);
            for (int i = 0; i < rounds; i++) {
                RealCluster.pass(Bench.between(random, 2_000, 4_000));
                int mark = seen.mark();
                long begun = System.nanoTime();
                cluster.faults().silence(nodes);
                cluster.await("gone", () -> seen.isGone(others, nodes, life), () -> mark, LIMIT);
                Predicate<Event> about = e -> e.subject() == nodes && e.kind().isBelief();
                Predicate<Event> gone = about.and(e -> !e.kind().isLive());
                Predicate<Event> doubted = about.and(e -> e.kind() != Kind.ALIVE);
                known.add(seen.lastToNotice(others, mark, gone) - begun);
                avoided.add(seen.lastToNotice(others, mark, doubted) - begun);
                cluster.faults().heal();
                cluster.awaitFormed(LIMIT);
            }
            return rounds;
        }
    }
}
