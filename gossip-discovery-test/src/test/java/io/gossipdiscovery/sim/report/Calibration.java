package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Traffic;
import io.gossipdiscovery.sim.memberlist.Settings;

import java.time.Duration;
import java.util.List;

/** Whether the model does what real agents were measured to do. */
final class Calibration {
    private static final Contender SERF = Contender.model("model as Serf", Settings.serf());

    private record Measured(int nodes, String crash, double idle, String leave) {}

    void run(Bench bench, Report report) {
        report.section("The model, and how near it is to the real one");
        report.say(
                "The model has memberlist's rules and the numbers of its LAN defaults: a probe each"
                        + " second, 500 ms for the direct ping, then three helpers with nacks and a"
                        + " ping over TCP; suspicion of 4·max(1, log10 n) s, six times that without"
                        + " the two confirmations; local health up to 8; gossip to three each 200"
                        + " ms, each message 4·⌈log10(n + 1)⌉ times; push/pull of everything each"
                        + " 30 s and rarer above 32 nodes; the dead told for 30 s and then"
                        + " forgotten. Its messages have the lengths of the real ones, field names"
                        + " included, and a push/pull is put through the same compression. It is"
                        + " kinder than the original where that is simpler: nodes that start"
                        + " together probe at different times, a failed join is tried again, and"
                        + " TCP repeats a lost segment after 200 ms.");
        report.say(
                "Real Serf 0.9.4 agents (which have memberlist inside) were measured on loopback;"
                        + " the model below is set up like them, with short names, a few tags and"
                        + " coordinates on every ack, and unsealed. Crash and leave are the time to"
                        + " the last survivor, in seconds, mean (maximum) of the seeds; bytes are"
                        + " with link headers.");
        Report.Table table =
                report.table(
                        "nodes",
                        "crash, measured",
                        "crash, model",
                        "leave, measured",
                        "leave, model",
                        "idle B/s, measured",
                        "idle B/s, model");
        List<Measured> cases =
                List.of(
                        new Measured(10, "5.9–6.9", 345, "0.68"),
                        new Measured(32, "7.7–10.3", 365, "1.24"),
                        new Measured(100, "9.7–10.8", 313, "1.19"));
        for (Measured measured : bench.isFull() ? cases : cases.subList(0, 1)) {
            int seeds = bench.seeds(10, 1);
            Spread crash = Spread.of(bench.perSeed(seeds, s -> crash(measured.nodes, s)));
            Spread leave = Spread.of(bench.perSeed(seeds, s -> leave(measured.nodes, s)));
            table.row(
                    measured.nodes,
                    measured.crash,
                    text(crash),
                    measured.leave,
                    text(leave),
                    String.format("%.0f", measured.idle),
                    String.format("%.0f", idle(measured.nodes)));
        }
        if (bench.isFull()) {
            report.say(
                    "memberlist's own formulas give 769 B/s for 1,000 nodes with one service each"
                            + " (IP headers, sealed); the table of idle traffic has what the model"
                            + " sends.");
        }
    }

    private static String text(Spread spread) {
        return Spread.text(spread.mean()) + " (" + Spread.text(spread.max()) + ")";
    }

    private static double crash(int nodes, long seed) {
        return goes(nodes, seed, Status.DEAD);
    }

    private static double leave(int nodes, long seed) {
        return goes(nodes, seed, Status.LEFT);
    }

    private static double goes(int nodes, long seed, Status how) {
        SimCluster cluster = Bench.formed(SERF.setup(nodes, seed, "calibration"), seed);
        if (how == Status.DEAD) {
            cluster.crash(nodes - 1);
        } else {
            cluster.leave(nodes - 1);
        }
        return Bench.until(
                cluster, () -> Bench.everyoneHolds(cluster, nodes - 1, how), Duration.ofMinutes(2));
    }

    private static double idle(int nodes) {
        SimCluster cluster = Bench.formed(SERF.setup(nodes, 1, "calibration"), 1);
        cluster.runFor(Duration.ofSeconds(200));
        Traffic before = Bench.traffic(cluster);
        cluster.runFor(Duration.ofSeconds(180));
        return Wire.serfBytes(Bench.traffic(cluster).since(before)) / (nodes * 180.0);
    }
}
