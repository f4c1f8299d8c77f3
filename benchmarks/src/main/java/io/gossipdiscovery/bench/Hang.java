package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** SIGSTOP for 20 s: until everybody avoids it, and who removes it although it comes back. */
record Hang(int nodes) implements Bench {
    private static final Duration HUNG = Duration.ofSeconds(20);
    private static final int WIDTH = 4;

    @Override
    public List<Row> run() throws Exception {
        int rounds = Bench.times("hangs", 5);
        Sample avoided = new Sample();
        Random random = new Random(nodes);
        List<Integer> removals =
                Bench.sideBySide(WIDTH, WIDTH, () -> hangs(rounds, random, avoided));
        int removed = removals.stream().mapToInt(Integer::intValue).sum();
        return List.of(
                Row.of(
                        "3: SIGSTOP 20 s, last of " + nodes + " avoids it; removals",
                        "mean 2.2, p95 4 s; 0",
                        "mean 1.6, p95 2.5 s; 0",
                        "%s; %d removals",
                        avoided,
                        removed));
    }

    private int hangs(int rounds, Random random, Sample avoided) {
        try (RealCluster cluster = Clusters.withVictim(nodes)) {
            Observations seen = cluster.observations();
            int begin = seen.mark();
            List<Integer> others = cluster.others(nodes);
            long life = seen.generation(nodes);
            for (int i = 0; i < rounds; i++) {
                RealCluster.pass(Bench.between(random, 2_000, 4_000));
                int mark = seen.mark();
                long stopped = cluster.home(nodes).hang();
                RealCluster.pass(HUNG);
                cluster.await(
                        "avoided", () -> seen.isAvoided(others, nodes, life), () -> mark, LIMIT);
                avoided.add(
                        seen.lastToNotice(
                                        others,
                                        mark,
                                        e ->
                                                e.subject() == nodes
                                                        && e.kind().isBelief()
                                                        && e.kind() != Kind.ALIVE)
                                - stopped);
                cluster.home(nodes).goOn();
                cluster.awaitFormed(LIMIT);
            }
            return seen.since(begin, e -> e.kind() == Kind.DEAD).size();
        }
    }
}
