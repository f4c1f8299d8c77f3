package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything to a node is lost for 60 s, while it can still be heard: it must go once. */
record Deaf(int nodes) implements Bench {
    private static final Duration TIME = Duration.ofSeconds(60);

    @Override
    public List<Row> run() {
        try (RealCluster cluster = Clusters.withVictim(nodes)) {
            Observations seen = cluster.observations();
            List<Integer> others = cluster.others(nodes);
            int mark = seen.mark();
            cluster.faults().loseIngress(nodes);
            RealCluster.pass(TIME);
            List<Event> verdicts =
                    seen.since(mark, e -> e.kind() == Kind.DEAD && others.contains(e.observer()));
            Map<Integer, Long> removals =
                    verdicts.stream()
                            .filter(e -> e.subject() == nodes)
                            .collect(Collectors.groupingBy(Event::observer, Collectors.counting()));
            long most = removals.values().stream().mapToLong(Long::longValue).max().orElse(0);
            long least =
                    removals.size() < others.size()
                            ? 0
                            : removals.values().stream().mapToLong(Long::longValue).min().orElse(0);
            long wrong = verdicts.stream().filter(e -> e.subject() != nodes).count();
            return List.of(
                    Row.of(
                            "5: all ingress of one of " + nodes + " lost for 60 s",
                            "1 removal per observer",
                            "1",
                            "%d to %d removals per observer; %d of others",
                            least,
                            most,
                            wrong));
        }
    }
}
