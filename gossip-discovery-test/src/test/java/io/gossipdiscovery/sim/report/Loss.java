package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.LinkQuality;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Traffic;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every link loses a part of its packets. Nobody is dead. */
final class Loss {
    private static final int NODES = 32;
    private static final int SECONDS = 90;

    /** What was measured of Serf at a loss of 20 %, with headers. */
    private static final double SERF_BYTES = 1592;

    private record Outcome(int dead, int suspected, double bytes) {}

    void run(Bench bench, Report report) {
        report.section("Loss");
        report.say(
                "%d nodes, %d s, every link loses that part of its datagrams and of the segments of"
                        + " its streams. Nobody is dead. *Distinct nodes* of which anybody held the"
                        + " verdict, median (maximum) of the seeds; bytes a second and node with"
                        + " all headers.",
                NODES, SECONDS);
        Report.Table table =
                report.table("loss", "who", "seeds", "held for dead", "suspected", "bytes/s");
        List<Integer> losses = bench.isFull() ? List.of(0, 10, 20, 30, 40) : List.of(0, 20);
        Plot plot =
                new Plot("Traffic under loss, 32 nodes", "loss, %", "bytes/s and node, headers too")
                        .yFrom(0);
        double[][] dead = new double[2][50];
        double[][] bytes = new double[2][50];
        for (int i = 0; i < 2; i++) {
            Contender contender = Contender.BOTH.get(i);
            List<Double> curve = new ArrayList<>();
            for (int loss : losses) {
                List<Outcome> outcomes =
                        bench.perSeed(bench.seeds(7, 1), seed -> lose(contender, seed, loss));
                Spread deaths = Spread.of(outcomes.stream().map(Outcome::dead).toList());
                Spread doubts = Spread.of(outcomes.stream().map(Outcome::suspected).toList());
                dead[i][loss] = deaths.median();
                bytes[i][loss] = Spread.of(outcomes.stream().map(Outcome::bytes).toList()).mean();
                curve.add(bytes[i][loss]);
                table.row(
                        loss + " %",
                        contender.name(),
                        "1–" + outcomes.size(),
                        String.format("%.0f (%.0f)", deaths.median(), deaths.max()),
                        String.format("%.0f (%.0f)", doubts.median(), doubts.max()),
                        String.format("%.0f", bytes[i][loss]));
            }
            plot.line(contender.name(), losses, curve);
        }
        plot.write(report.plots(), "loss.png");
        report.plot("loss.png", "Bytes a second and node under loss");
        if (bench.isFull()) {
            goals(report, dead, bytes);
        }
    }

    private static void goals(Report report, double[][] dead, double[][] bytes) {
        Goal none = Goal.atMost(0, 0);
        report.goal(
                "4",
                "distinct nodes falsely DEAD at 20 / 30 / 40 % loss, median",
                "0 / 0 / ≤ 2",
                "0 / 0 / 0",
                String.format("%.0f / %.0f / %.0f", dead[0][20], dead[0][30], dead[0][40]),
                String.format("%.0f / %.0f / %.0f", dead[1][20], dead[1][30], dead[1][40]),
                Goal.worse(
                        none.verdict(dead[0][20]),
                        Goal.worse(
                                none.verdict(dead[0][30]),
                                Goal.atMost(2, 0).verdict(dead[0][40]))));
        double ratio = bytes[0][20] / SERF_BYTES;
        report.goal(
                "11",
                "traffic at 20 % loss, 32 nodes, against Serf's 1,592 B/s",
                "≤ 0.65 ×",
                "≤ 0.4 ×",
                String.format("%.0f B/s, %.2f ×", bytes[0][20], ratio),
                String.format("%.0f B/s, %.2f ×", bytes[1][20], bytes[1][20] / SERF_BYTES),
                Goal.atMost(0.65, 0.4).verdict(ratio));
    }

    private static Outcome lose(Contender contender, long seed, int percent) {
        SimCluster cluster = Bench.formed(contender.setup(NODES, seed, "loss"), seed);
        Traffic before = Bench.traffic(cluster);
        cluster.network().quality(LinkQuality.calm().withLoss(percent / 100.0));
        cluster.runFor(Duration.ofSeconds(SECONDS));
        double bytes = Wire.serfBytes(Bench.traffic(cluster).since(before)) / (NODES * SECONDS);
        return new Outcome(
                distinct(cluster, Status.DEAD), distinct(cluster, Status.SUSPECT), bytes);
    }

    private static int distinct(SimCluster cluster, Status status) {
        return (int)
                cluster.verdicts().all().stream()
                        .filter(v -> v.status() == status)
                        .map(Verdict::subject)
                        .map(NodeId::address)
                        .distinct()
                        .count();
    }
}
