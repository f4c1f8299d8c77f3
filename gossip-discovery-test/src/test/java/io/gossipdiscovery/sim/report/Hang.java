package io.gossipdiscovery.sim.report;

import static io.gossipdiscovery.sim.report.Spread.NEVER;
import static io.gossipdiscovery.sim.report.Spread.seconds;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A process stands still while its kernel still accepts connections for it. */
final class Hang {
    private static final int NODES = 32;
    private static final int VICTIM = 31;

    private record Outcome(double avoided, double back, int removals, int wronged) {}

    void run(Bench bench, Report report) {
        report.section("A process hangs");
        report.say(
                "One of %d nodes stands still, as under SIGSTOP or a long garbage collection, and"
                        + " goes on after a while. *Avoided* is when the last of the others holds"
                        + " it for suspect or worse, mean / 95th percentile / maximum; *back* is"
                        + " when all hold it for alive again after it went on; *removals* are"
                        + " verdicts of DEAD about it, a run; *wronged* are verdicts of DEAD about"
                        + " anybody else.",
                NODES);
        Report.Table table =
                report.table(
                        "hang", "who", "seeds", "avoided, s", "back, s", "removals", "wronged");
        for (int hang : bench.isFull() ? List.of(5, 12, 20, 30) : List.of(12)) {
            Spread[] avoided = new Spread[2];
            double[] removals = new double[2];
            for (int i = 0; i < 2; i++) {
                Contender contender = Contender.BOTH.get(i);
                List<Outcome> outcomes =
                        bench.perSeed(
                                bench.seeds(20, 1),
                                seed -> hang(contender, seed, Duration.ofSeconds(hang)));
                avoided[i] = Spread.of(outcomes.stream().map(Outcome::avoided).toList());
                removals[i] = Spread.of(outcomes.stream().map(Outcome::removals).toList()).mean();
                table.row(
                        hang + " s",
                        contender.name(),
                        "1–" + outcomes.size(),
                        avoided[i].meanP95Max(),
                        Spread.of(outcomes.stream().map(Outcome::back).toList()).meanP95Max(),
                        String.format("%.1f", removals[i]),
                        outcomes.stream().mapToInt(Outcome::wronged).sum());
            }
            goals(report, hang, avoided, removals);
        }
    }

    private static void goals(Report report, int hang, Spread[] avoided, double[] removals) {
        if (hang == 20) {
            Spread ours = avoided[0];
            report.goal(
                    "3",
                    "hang of 20 s: everybody avoids it, mean / p95",
                    "≤ 2.2 / 4 s",
                    "≤ 1.6 / 2.5 s",
                    Spread.text(ours.mean()) + " / " + Spread.text(ours.at(0.95)) + " s",
                    Spread.text(avoided[1].mean())
                            + " / "
                            + Spread.text(avoided[1].at(0.95))
                            + " s",
                    Goal.worse(
                            Goal.atMost(2.2, 1.6).verdict(ours.mean()),
                            Goal.atMost(4, 2.5).verdict(ours.at(0.95))));
        }
        if (hang >= 20) {
            report.goal(
                    "3",
                    "hang of " + hang + " s: removals, a run",
                    hang == 20 ? "0" : "–",
                    "0",
                    String.format("%.1f", removals[0]),
                    String.format("%.1f", removals[1]),
                    Goal.atMost(hang == 20 ? 0 : 31, 0).verdict(removals[0]));
        }
    }

    private static Outcome hang(Contender contender, long seed, Duration hang) {
        SimCluster cluster = Bench.formed(contender.setup(NODES, seed, "hang"), seed);
        Duration began = cluster.now();
        cluster.pause(VICTIM);
        cluster.runFor(hang);
        double avoided = lastSuspects(cluster, began);
        cluster.resume(VICTIM);
        double back =
                Bench.until(
                        cluster,
                        () -> Bench.everyoneHolds(cluster, VICTIM, Status.ALIVE),
                        Duration.ofSeconds(60));
        cluster.runFor(Duration.ofSeconds(30));
        List<Verdict> deaths =
                cluster.verdicts().all().stream().filter(v -> v.status() == Status.DEAD).toList();
        int removals = (int) deaths.stream().filter(v -> isVictim(cluster, v)).count();
        return new Outcome(avoided, back, removals, deaths.size() - removals);
    }

    private static double lastSuspects(SimCluster cluster, Duration began) {
        double[] first = new double[NODES];
        Arrays.fill(first, NEVER);
        first[VICTIM] = 0;
        for (Verdict verdict : cluster.verdicts().all()) {
            if (isVictim(cluster, verdict) && verdict.at().compareTo(began) >= 0) {
                double at = seconds(verdict.at().minus(began));
                first[verdict.observer()] = Math.min(first[verdict.observer()], at);
            }
        }
        return Arrays.stream(first).max().orElseThrow();
    }

    private static boolean isVictim(SimCluster cluster, Verdict verdict) {
        return verdict.subject().address().equals(cluster.node(VICTIM).address());
    }
}
