package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A node changes its offer: until the last of the others has it. */
record Change(int nodes) implements Bench {
    @Override
    public List<Row> run() {
        int changes = Bench.times("changes", 100);
        Random random = new Random(nodes);
        Sample known = new Sample();
        try (RealCluster cluster = Clusters.of(nodes)) {
            Observations seen = cluster.observations();
            for (int i = 0; i < changes; i++) {
                RealCluster.pass(Bench.between(random, 500, 1_000));
                int node = 1 + random.nextInt(nodes);
                List<Integer> others = cluster.others(node);
                int mark = seen.mark();
                cluster.home(node).say("register " + node + " change-" + i);
                Predicate<Event> own = e -> e.kind() == Kind.CHANGING && e.observer() == node;
                Predicate<Event> told = e -> e.kind() == Kind.OFFER && e.subject() == node;
                awaitTold(cluster, others, mark, told);
                known.add(
                        seen.lastToNotice(others, mark, told)
                                - seen.lastToNotice(List.of(node), mark, own));
                int undone = seen.mark();
                cluster.home(node).say("withdraw " + node + " change-" + i);
                awaitTold(cluster, others, undone, told); // or it would count as the next change
            }
        }
        return List.of(
                new Row(
                        "7: offer changes, last of " + nodes,
                        known.toString(),
                        "p99 0.5 s",
                        "p99 0.2 s"));
    }

    private static void awaitTold(
            RealCluster cluster, List<Integer> others, int mark, Predicate<Event> told) {
        Supplier<Long> count =
                () ->
                        cluster.observations().since(mark, told).stream()
                                .map(Event::observer)
                                .distinct()
                                .count();
        cluster.await("told", () -> count.get() == others.size(), count, LIMIT);
    }
}
