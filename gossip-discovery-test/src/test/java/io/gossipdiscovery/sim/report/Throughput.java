package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.sim.SimCluster;

import java.time.Duration;

/** How fast the simulator itself is. The only section with wall-clock figures. */
final class Throughput {
    void run(Bench bench, Report report) {
        report.section("The simulator");
        report.say(
                "Wall-clock time on the machine that made this report, one thread, the real codec"
                        + " at every packet. Other work on it counts against them. These figures change from run to run; all others are"
                        + " the same in every run.");
        int nodes = bench.most();
        SimCluster cluster = Bench.formed(Contender.OURS.setup(nodes, 1, "throughput"), 1);
        cluster.runFor(Duration.ofSeconds(bench.of(30, 5)));
        int seconds = bench.of(200, 20);
        long events = cluster.events();
        double wall = wall(cluster, Duration.ofSeconds(seconds));
        double rate = (double) nodes * seconds / wall;
        Report.Table table = report.table("what", "figure");
        table.row(
                String.format("%d nodes idle, node-seconds a second of wall time", nodes),
                String.format("%.0f", rate));
        table.row(
                "events a node-second",
                String.format(
                        "%.1f", (cluster.events() - events) / (double) ((long) nodes * seconds)));
        if (!bench.isFull()) {
            return;
        }
        report.goal(
                "17",
                "simulator, " + nodes + " nodes idle: node-seconds a wall second",
                "≥ 10^5",
                "≥ 3·10^5",
                String.format("%.2g", rate),
                "–",
                Goal.atLeast(1e5, 3e5).verdict(rate));
        large(report, table);
        join(report, table);
    }

    private static void large(Report report, Report.Table table) {
        int nodes = Integer.getInteger("sim.large", 0);
        if (nodes == 0) {
            report.goal(
                    "18",
                    "simulator, 10,000 nodes × 60 s with a crash of 1 %",
                    "≤ 60 s, ≤ 6 GB",
                    "≤ 10 s, ≤ 0.6 GB",
                    "not run",
                    "–",
                    "not measured");
            return;
        }
        long began = System.nanoTime();
        SimCluster cluster = Contender.OURS.setup(nodes, 1, "large").build();
        cluster.startFormed();
        for (int i = nodes - nodes / 100; i < nodes; i++) {
            cluster.crash(i);
        }
        cluster.runFor(Duration.ofSeconds(60));
        double wall = (System.nanoTime() - began) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        double gigabytes = (runtime.totalMemory() - runtime.freeMemory()) / 1e9;
        boolean agree = cluster.converged();
        table.row(
                String.format(
                        "%d nodes, formed start and 60 s with a crash of 1 %%, wall s / GB", nodes),
                String.format(
                        "%.1f / %.2f, %s", wall, gigabytes, agree ? "all agree" : "not all agree"));
        report.goal(
                "18",
                String.format("simulator, %,d nodes × 60 s with a crash of 1 %%", nodes),
                "≤ 60 s, ≤ 6 GB",
                "≤ 10 s, ≤ 0.6 GB",
                String.format("%.1f s, %.2f GB", wall, gigabytes),
                "–",
                Goal.worse(
                        Goal.atMost(60, 10).verdict(wall), Goal.atMost(6, 0.6).verdict(gigabytes)));
    }

    /** Hundreds of millions of rumors: this takes far longer than all else, and 10 GB. */
    private static void join(Report report, Report.Table table) {
        int nodes = Integer.getInteger("sim.joining", 0);
        if (nodes == 0) {
            return;
        }
        SimCluster cluster = Contender.OURS.setup(nodes, 1, "joining").build();
        cluster.startAll();
        long began = System.nanoTime();
        double joined = Bench.until(cluster, cluster::converged, Duration.ofMinutes(5));
        double wall = (System.nanoTime() - began) / 1e9;
        table.row(
                String.format("%d nodes join through three seeds, virtual s / wall s", nodes),
                String.format("%s / %.1f", Spread.text(joined), wall));
        report.goal(
                "16",
                String.format("%,d nodes join through three seeds", nodes),
                "≤ 20 s",
                "≤ 10 s",
                Spread.text(joined) + " s",
                "–",
                Goal.atMost(20, 10).verdict(joined));
    }

    private static double wall(SimCluster cluster, Duration virtual) {
        long began = System.nanoTime();
        cluster.runFor(virtual);
        return (System.nanoTime() - began) / 1e9;
    }
}
