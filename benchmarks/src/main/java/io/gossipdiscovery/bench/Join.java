package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.AgentProcess;
import io.gossipdiscovery.network.Event;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.network.Observations;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.List;

/**
 * One node runs, all others start in the same instant: until everybody knows everybody. The JVMs
 * are new, and have run one node before where they are warm.
 */
record Join(String row, int nodes, int processes, boolean isWarm, String must, String aim)
        implements Bench {
    private static final Duration SETTLING = Duration.ofSeconds(1);

    @Override
    public List<Row> run() {
        int joins = Bench.times("joins", 10);
        Sample known = new Sample();
        Sample started = new Sample();
        int islands = 0;
        for (int i = 0; i < joins; i++) {
            try (RealCluster cluster = RealCluster.open()) {
                islands += join(cluster, known, started) ? 0 : 1;
            }
        }
        return List.of(
                Row.of(
                        row
                                + ": "
                                + nodes
                                + " nodes join at once in "
                                + processes
                                + " JVM"
                                + (processes > 1 ? "s" : "")
                                + (isWarm ? ", warm" : ", cold"),
                        must,
                        aim,
                        "%s; not formed in %d s: %d; the last was started after: p50 %.3f s",
                        known,
                        LIMIT.toSeconds(),
                        islands,
                        started.seconds(50)));
    }

    private boolean join(RealCluster cluster, Sample known, Sample started) {
        Observations seen = cluster.observations();
        int each = (nodes + processes - 1) / processes;
        AgentProcess[] jvms = Clusters.processes(cluster, processes, each);
        if (isWarm) {
            warm(cluster, jvms);
        }
        cluster.start(jvms[0], 1, 1);
        cluster.await("started", () -> seen.generation(1) > 0, () -> "", LIMIT);
        RealCluster.pass(SETTLING);
        int mark = seen.mark();
        int first = 2;
        for (AgentProcess jvm : jvms) {
            int count = Math.min(each, nodes - first + 1);
            cluster.start(jvm, first, count);
            first += count;
        }
        List<Integer> all = cluster.nodes();
        if (!RealCluster.isSoon(() -> seen.isKnown(all, all), LIMIT)) {
            return false;
        }
        long begun =
                seen.since(mark, e -> e.kind() == Kind.STARTING).stream()
                        .mapToLong(Event::nanos)
                        .min()
                        .orElseThrow();
        List<Integer> joining = cluster.others(1);
        known.add(seen.lastBelief(all, all) - begun);
        started.add(seen.lastToNotice(joining, mark, e -> e.kind() == Kind.STARTED) - begun);
        return true;
    }

    private static void warm(RealCluster cluster, AgentProcess[] jvms) {
        for (int i = 0; i < jvms.length; i++) {
            jvms[i].say("warm " + (i + 1));
        }
        Observations seen = cluster.observations();
        cluster.await(
                "warm",
                () -> seen.since(0, e -> e.kind() == Kind.WARM).size() == jvms.length,
                () -> "",
                LIMIT);
    }
}
