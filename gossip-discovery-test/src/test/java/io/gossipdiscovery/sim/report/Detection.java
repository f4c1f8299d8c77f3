package io.gossipdiscovery.sim.report;

import static io.gossipdiscovery.sim.report.Spread.NEVER;
import static io.gossipdiscovery.sim.report.Spread.seconds;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A host falls silent: who doubts it, and who knows that it is dead, and when. */
final class Detection {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private record Times(double firstSuspect, double allSuspect, double allDead) {}

    void run(Bench bench, Report report) {
        report.section("A host falls silent");
        report.say(
                "One node stops and its address answers nothing, neither datagrams nor"
                        + " connections. Seconds from that moment, mean / 95th percentile / maximum"
                        + " over the seeds.");
        Report.Table table =
                report.table(
                        "nodes",
                        "who",
                        "seeds",
                        "first suspects it",
                        "all suspect it",
                        "all hold it for dead");
        List<Integer> sizes = bench.sizes(3, 8, 32, 100, 1000);
        Plot plot =
                new Plot(
                                "A silent host: until everybody holds it for dead",
                                "nodes",
                                "mean, seconds")
                        .logarithmicX()
                        .yFrom(0);
        List<Spread> at32 = new ArrayList<>();
        for (Contender contender : Contender.BOTH) {
            List<Double> means = new ArrayList<>();
            for (int nodes : sizes) {
                List<Times> times = times(bench, contender, nodes);
                Spread dead = Spread.of(times.stream().map(Times::allDead).toList());
                table.row(
                        nodes,
                        contender.name(),
                        "1–" + times.size(),
                        Spread.of(times.stream().map(Times::firstSuspect).toList()).meanP95Max(),
                        Spread.of(times.stream().map(Times::allSuspect).toList()).meanP95Max(),
                        dead.meanP95Max());
                means.add(dead.finite().mean());
                if (nodes == 32) {
                    at32.add(dead);
                }
            }
            plot.line(contender.name(), sizes, means);
        }
        plot.write(report.plots(), "detection.png");
        report.plot("detection.png", "Seconds until everybody holds a silent host for dead");
        goal(report, at32.get(0), at32.get(1));
    }

    private static void goal(Report report, Spread ours, Spread model) {
        String outcome =
                Goal.worse(
                        Goal.atMost(6, 4.7).verdict(ours.mean()),
                        Goal.atMost(8, 6.5).verdict(ours.at(0.95)));
        report.goal(
                "2",
                "silent host → last of 32 knows, mean / p95",
                "≤ 6.0 / 8.0 s",
                "≤ 4.7 / 6.5 s",
                Spread.text(ours.mean()) + " / " + Spread.text(ours.at(0.95)) + " s",
                Spread.text(model.mean()) + " / " + Spread.text(model.at(0.95)) + " s",
                outcome);
    }

    private static List<Times> times(Bench bench, Contender contender, int nodes) {
        int seeds = nodes >= 1000 ? bench.seeds(2, 1) : bench.seeds(30, 2);
        return bench.perSeed(seeds, seed -> crash(contender, nodes, seed));
    }

    private static Times crash(Contender contender, int nodes, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(nodes, seed, "silent host"), seed);
        int victim = nodes - 1;
        cluster.crash(victim);
        Bench.until(cluster, () -> Bench.everyoneHolds(cluster, victim, Status.DEAD), LIMIT);
        List<Duration> suspects = cluster.verdicts().suspicionTimes(victim);
        List<Duration> deaths = cluster.verdicts().detectionTimes(victim);
        return new Times(
                suspects.isEmpty() ? NEVER : seconds(suspects.get(0)),
                last(suspects, nodes - 1),
                last(deaths, nodes - 1));
    }

    private static double last(List<Duration> times, int expected) {
        return times.size() < expected ? NEVER : seconds(times.get(times.size() - 1));
    }
}
