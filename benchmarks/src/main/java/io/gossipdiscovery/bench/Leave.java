package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.AgentProcess;
import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** A node says farewell: until the last of the others has heard it. */
record Leave(int nodes) implements Bench {
    @Override
    public List<Row> run() {
        int leaves = Bench.times("leaves", 30);
        Random random = new Random(nodes);
        Sample known = new Sample();
        int called = 0;
        try (RealCluster cluster = Clusters.of(nodes)) {
            Observations seen = cluster.observations();
            for (int i = 0; i < leaves; i++) {
                RealCluster.pass(Bench.between(random, 1_000, 2_000));
                int node = 2 + random.nextInt(nodes - 1);
                List<Integer> others = cluster.others(node);
                AgentProcess home = cluster.home(node);
                long life = seen.generation(node);
                int mark = seen.mark();
                home.say("leave " + node);
                cluster.await("left", () -> seen.isGone(others, node, life), () -> mark, LIMIT);
                Predicate<Event> own = e -> e.kind() == Kind.LEAVING && e.observer() == node;
                Predicate<Event> gone =
                        e -> e.subject() == node && e.kind().isBelief() && !e.kind().isLive();
                known.add(
                        seen.lastToNotice(others, mark, gone)
                                - seen.lastToNotice(List.of(node), mark, own));
                called += seen.since(mark, gone.and(e -> e.kind() == Kind.DEAD)).size();
                cluster.start(home, node, 1);
                cluster.awaitFormed(LIMIT);
            }
        }
        return List.of(
                Row.of(
                        "6: leave, last of " + nodes,
                        "0.5 s",
                        "0.25 s",
                        "%s; said to be dead %d times",
                        known,
                        called));
    }
}
