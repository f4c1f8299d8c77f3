package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Traffic;
import io.gossipdiscovery.sim.memberlist.Settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a cluster says when there is nothing to say. */
final class Idle {
    private static final Contender SERF = Contender.model("model as Serf", Settings.serf());

    private record Cost(double payload, double ip, double sealed, double serf, double packets) {}

    void run(Bench bench, Report report) {
        report.section("Idle traffic");
        report.say(
                "Sent bytes a second and node, no news, after 200 s of quiet and over 180 s (whole"
                        + " periods of the model's push/pull; over 90 s at 100 nodes). *Payload* is"
                        + " what goes into datagrams and streams; *IP* adds 28 B a datagram and 40"
                        + " B a TCP segment, connections with six segments for themselves; *sealed*"
                        + " adds 29 B of AES-GCM a packet of ours, which the model's have already;"
                        + " *link* is IP and 14 B a packet, unsealed, as Serf was measured.");
        Report.Table table =
                report.table("nodes", "who", "payload", "IP", "sealed", "link", "packets/s");
        List<Integer> sizes = bench.sizes(10, 32, 100, 1000);
        Plot plot =
                new Plot("Idle traffic", "nodes", "bytes/s and node, sealed, with IP headers")
                        .logarithmicX()
                        .yFrom(0);
        List<List<Cost>> costs = new ArrayList<>();
        for (Contender contender : List.of(Contender.OURS, Contender.MODEL, SERF)) {
            List<Cost> own = bench.each(sizes, nodes -> idle(contender, nodes));
            costs.add(own);
            for (int i = 0; i < sizes.size(); i++) {
                Cost cost = own.get(i);
                table.row(
                        sizes.get(i),
                        contender.name(),
                        whole(cost.payload),
                        whole(cost.ip),
                        contender == SERF ? "–" : whole(cost.sealed),
                        contender == Contender.MODEL ? "–" : whole(cost.serf),
                        String.format("%.2f", cost.packets));
            }
            if (contender != SERF) {
                plot.line(contender.name(), sizes, own.stream().map(Cost::sealed).toList());
            }
        }
        plot.write(report.plots(), "idle.png");
        report.plot("idle.png", "Idle bytes a second and node");
        if (bench.isFull()) {
            goals(report, costs);
        }
    }

    private static void goals(Report report, List<List<Cost>> costs) {
        List<Cost> ours = costs.get(0);
        List<Cost> serf = costs.get(2);
        goal(
                report,
                "32 nodes, against Serf's 365",
                ours.get(1).serf,
                365,
                serf.get(1).serf,
                0.9,
                0.6);
        goal(
                report,
                "100 nodes, against Serf's 313",
                ours.get(2).serf,
                313,
                serf.get(2).serf,
                0.9,
                0.6);
        if (ours.size() < 4) {
            return;
        }
        double model = costs.get(1).get(3).sealed;
        goal(
                report,
                "1,000 nodes, against the model",
                ours.get(3).sealed,
                model,
                model,
                0.35,
                0.24);
    }

    private static void goal(
            Report report,
            String what,
            double ours,
            double other,
            double model,
            double must,
            double aim) {
        report.goal(
                "10",
                "idle bytes/s and node, " + what,
                "≤ " + must + " ×",
                "≤ " + aim + " ×",
                String.format("%.0f, %.2f ×", ours, ours / other),
                String.format("%.0f", model),
                Goal.atMost(must, aim).verdict(ours / other));
    }

    private static Cost idle(Contender contender, int nodes) {
        SimCluster cluster = Bench.formed(contender.setup(nodes, 1, "idle"), 1);
        cluster.runFor(Duration.ofSeconds(200));
        Traffic before = Bench.traffic(cluster);
        int seconds = nodes == 100 ? 90 : 180;
        cluster.runFor(Duration.ofSeconds(seconds));
        Traffic idle = Bench.traffic(cluster).since(before);
        double each = (double) nodes * seconds;
        return new Cost(
                idle.bytes() / each,
                Wire.ipBytes(idle) / each,
                Wire.sealedBytes(idle, !contender.isOurs()) / each,
                Wire.serfBytes(idle) / each,
                (idle.datagrams() + idle.streams()) / each);
    }

    private static String whole(double bytes) {
        return String.format("%.0f", bytes);
    }
}
