package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.AgentProcess;
import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** kill -9 of a process with one node, again and again: until the last of the others knows. */
record Kill(int nodes) implements Bench {
    @Override
    public List<Row> run() {
        int kills = Bench.times("kills", 50);
        Random random = new Random(nodes);
        Sample avoided = new Sample();
        Sample known = new Sample();
        try (RealCluster cluster = Clusters.withVictim(nodes)) {
            for (int i = 0; i < kills; i++) {
                AgentProcess next = cluster.process(1);
                RealCluster.pass(Bench.between(random, 2_000, 4_000));
                kill(cluster, avoided, known);
                cluster.start(next, nodes, 1);
                cluster.awaitFormed(LIMIT);
            }
        }
        String measure = "kill -9, last of " + nodes;
        return List.of(
                new Row("1: " + measure + " knows", known.toString(), "p99 1.0 s", "p99 0.3 s"),
                new Row("1: " + measure + " avoids it", avoided.toString(), "", ""));
    }

    private void kill(RealCluster cluster, Sample avoided, Sample known) {
        Observations seen = cluster.observations();
        List<Integer> others = cluster.others(nodes);
        long life = seen.generation(nodes);
        AgentProcess victim = cluster.home(nodes);
        int mark = seen.mark();
        long killed = victim.kill();
        cluster.await("killed", () -> seen.isGone(others, nodes, life), () -> mark, LIMIT);
        cluster.forget(victim);
        Predicate<Event> about =
                e -> e.subject() == nodes && e.generation() == life && e.kind().isBelief();
        known.add(seen.lastToNotice(others, mark, about.and(e -> !e.kind().isLive())) - killed);
        avoided.add(
                seen.lastToNotice(others, mark, about.and(e -> e.kind() != Kind.ALIVE)) - killed);
    }
}
