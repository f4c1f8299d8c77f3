package io.gossipdiscovery.sim.report;

import static io.gossipdiscovery.sim.report.Spread.NEVER;
import static io.gossipdiscovery.sim.report.Spread.seconds;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;

import java.time.Duration;
import java.util.List;

/** A process is killed while its host goes on: the kernel tells whoever asks. */
final class Kill {
    void run(Bench bench, Report report) {
        report.section("A process is killed");
        report.say(
                "One process ends, its host stays: its idle connections end, and connections and"
                        + " datagrams to its port are refused. Seconds until the last of the others"
                        + " holds it for dead, over the seeds.");
        Report.Table table =
                report.table("nodes", "who", "seeds", "mean", "p50", "p95", "p99", "max");
        for (int nodes : bench.sizes(3, 8, 32, 100)) {
            Spread[] last = new Spread[2];
            for (int i = 0; i < 2; i++) {
                Contender contender = Contender.BOTH.get(i);
                List<Double> times =
                        bench.perSeed(bench.seeds(50, 1), seed -> kill(contender, nodes, seed));
                last[i] = Spread.of(times);
                table.row(
                        nodes,
                        contender.name(),
                        "1–" + times.size(),
                        last[i].mean(),
                        last[i].median(),
                        last[i].at(0.95),
                        last[i].at(0.99),
                        last[i].max());
            }
            if (nodes >= 32) {
                report.goal(
                        "1",
                        "kill → last of " + nodes + " knows, p99 (virtual)",
                        "≤ 1.0 s",
                        "≤ 0.3 s",
                        Spread.text(last[0].at(0.99)) + " s",
                        Spread.text(last[1].at(0.99)) + " s",
                        Goal.atMost(1, 0.3).verdict(last[0].at(0.99)));
            }
        }
    }

    private static double kill(Contender contender, int nodes, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(nodes, seed, "kill"), seed);
        int victim = nodes - 1;
        cluster.kill(victim);
        Bench.until(
                cluster,
                () -> Bench.everyoneHolds(cluster, victim, Status.DEAD),
                Duration.ofMinutes(2));
        List<Duration> times = cluster.verdicts().detectionTimes(victim);
        return times.size() < nodes - 1 ? NEVER : seconds(times.get(times.size() - 1));
    }
}
