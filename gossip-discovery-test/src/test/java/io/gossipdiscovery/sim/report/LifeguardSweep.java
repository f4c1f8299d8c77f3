package io.gossipdiscovery.sim.report;

import static io.gossipdiscovery.sim.report.Spread.NEVER;
import static io.gossipdiscovery.sim.report.Spread.seconds;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The experiment of the Lifeguard paper (DSN 2018, V): some of 128 nodes block at sending and
 * receiving for a time, run for a time, and so on.
 */
final class LifeguardSweep {
    private static final int NODES = 128;
    private static final Duration WHOLE = Duration.ofSeconds(120);

    private record Cell(int slow, int blockedMillis, int runningMillis, long seed) {}

    private record Count(int anywhere, int atHealthy) {}

    private record Latency(double first, double all) {}

    void run(Bench bench, Report report) {
        report.section("The Lifeguard sweep");
        List<Cell> cells = cells(bench);
        report.say(
                "%d nodes for %d s; 1, 4, 8, 16 or 32 of them block at sending and receiving for"
                        + " 2.048 s or 32.768 s while their clocks go on, then run"
                        + " for 64 ms, and so on, each from a moment of its own; %d runs"
                        + " for each line. *False positives* are verdicts of DEAD about nodes that"
                        + " never blocked, one for each observer; *at healthy nodes* only those of"
                        + " observers that never blocked either. *First* and *all* are seconds from"
                        + " the beginning of one block of 32.768 s at 8 nodes until the first"
                        + " healthy node, and the last, holds the blocked one for dead; median of"
                        + " those that were. A blocked node still accepts streams, as its kernel does: who"
                        + " asks over a stream takes it for hung, and gives it 30 s.",
                NODES, WHOLE.toSeconds(), cells.size());
        Report.Table table =
                report.table(
                        "detector",
                        "false positives",
                        "at healthy nodes",
                        "of all off",
                        "first, s",
                        "all, s",
                        "blocked nodes held for dead by all");
        Plot plot =
                new Plot(
                                "False positives at healthy nodes, sum over all runs (1 is added)",
                                "slow nodes",
                                "verdicts + 1")
                        .logarithmicY()
                        .legendRight();
        double off = Double.NaN;
        double on = Double.NaN;
        double model = Double.NaN;
        List<Contender> contenders = new ArrayList<>(Contender.protections());
        contenders.add(Contender.MODEL);
        if (!bench.isFull()) {
            contenders.subList(1, contenders.size() - 2).clear();
        }
        for (Contender contender : contenders) {
            List<Count> counts = bench.each(cells, cell -> block(contender, cell));
            int anywhere = counts.stream().mapToInt(Count::anywhere).sum();
            int healthy = counts.stream().mapToInt(Count::atHealthy).sum();
            off = contender.name().equals("all off") ? healthy : off;
            on = contender.name().equals("ours, all on") ? healthy : on;
            model = contender == Contender.MODEL ? healthy : model;
            List<Latency> latencies =
                    bench.perSeed(bench.seeds(1, 1), s -> latencies(contender, s)).stream()
                            .flatMap(List::stream)
                            .toList();
            long known = latencies.stream().filter(l -> l.all < NEVER).count();
            table.row(
                    contender.name(),
                    anywhere,
                    healthy,
                    off > 0 ? String.format("%.2f %%", 100 * healthy / off) : "–",
                    Spread.of(latencies.stream().map(Latency::first).toList()).finite().median(),
                    Spread.of(latencies.stream().map(Latency::all).toList()).finite().median(),
                    known + " of " + latencies.size());
            line(plot, contender, cells, counts);
        }
        plot.write(report.plots(), "lifeguard.png");
        report.plot("lifeguard.png", "False positives at healthy nodes by the number of slow ones");
        report.goal(
                "13",
                "Lifeguard sweep: false positives at healthy nodes, of our detector with all off",
                "≤ 1 %",
                "≤ 0.2 %",
                String.format("%.2f %% (%.0f of %.0f)", 100 * on / off, on, off),
                String.format("%.2f %% (%.0f)", 100 * model / off, model),
                Goal.atMost(1, 0.2).verdict(100 * on / off));
    }

    private static List<Cell> cells(Bench bench) {
        List<Cell> cells = new ArrayList<>();
        for (int slow : bench.isFull() ? new int[] {1, 4, 8, 16, 32} : new int[] {8}) {
            for (int blocked : bench.isFull() ? new int[] {2048, 32768} : new int[] {8192}) {
                for (int running : new int[] {64}) {
                    for (long seed = 1; seed <= bench.seeds(1, 1); seed++) {
                        cells.add(new Cell(slow, blocked, running, seed));
                    }
                }
            }
        }
        return cells;
    }

    private static void line(Plot plot, Contender contender, List<Cell> cells, List<Count> counts) {
        List<Integer> slow = cells.stream().map(Cell::slow).distinct().toList();
        List<Integer> sums = new ArrayList<>();
        for (int some : slow) {
            int sum = 1;
            for (int i = 0; i < cells.size(); i++) {
                sum += cells.get(i).slow == some ? counts.get(i).atHealthy : 0;
            }
            sums.add(sum);
        }
        plot.line(contender.name(), slow, sums);
    }

    private static Count block(Contender contender, Cell cell) {
        SimCluster cluster =
                Bench.formed(contender.setup(NODES, cell.seed, "Lifeguard sweep"), cell.seed);
        long period = cell.blockedMillis + cell.runningMillis;
        for (int i = 0; i < cell.slow; i++) {
            int node = NODES - 1 - i;
            long phase = (i * 7919L + cell.seed * 104729L) % period;
            for (long at = phase; at < WHOLE.toMillis(); at += period) {
                cluster.in(Duration.ofMillis(at), () -> cluster.network().stall(node));
                cluster.in(
                        Duration.ofMillis(at + cell.blockedMillis),
                        () -> cluster.network().unstall(node));
            }
        }
        cluster.runFor(WHOLE);
        int anywhere = 0;
        int healthy = 0;
        for (Verdict verdict : cluster.verdicts().all()) {
            if (verdict.status() == Status.DEAD && node(verdict) < NODES - cell.slow) {
                anywhere++;
                healthy += verdict.observer() < NODES - cell.slow ? 1 : 0;
            }
        }
        return new Count(anywhere, healthy);
    }

    private static List<Latency> latencies(Contender contender, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(NODES, seed, "long anomaly"), seed);
        int slow = 8;
        Duration began = cluster.now();
        for (int i = NODES - slow; i < NODES; i++) {
            cluster.network().stall(i);
        }
        cluster.runFor(Duration.ofMillis(32768));
        double[][] at = new double[slow][NODES - slow];
        Arrays.stream(at).forEach(row -> Arrays.fill(row, NEVER));
        for (Verdict verdict : cluster.verdicts().all()) {
            int subject = node(verdict) - (NODES - slow);
            if (verdict.status() == Status.DEAD
                    && subject >= 0
                    && verdict.observer() < NODES - slow) {
                double time = seconds(verdict.at().minus(began));
                at[subject][verdict.observer()] = Math.min(at[subject][verdict.observer()], time);
            }
        }
        return Arrays.stream(at)
                .map(
                        row ->
                                new Latency(
                                        Arrays.stream(row).min().orElseThrow(),
                                        Arrays.stream(row).max().orElseThrow()))
                .toList();
    }

    /** Nodes live at 10.0.0.1 and on. */
    static int node(Verdict verdict) {
        return (int) (verdict.subject().address().low() & 0xffffff) - 1;
    }
}
