package io.gossipdiscovery.sim.report;

import static io.gossipdiscovery.sim.report.Spread.NEVER;
import static io.gossipdiscovery.sim.report.Spread.seconds;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How long news takes: a farewell, a new offer, a join, the end of a partition. */
final class Spreading {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    void run(Bench bench, Report report) {
        report.section("How news spreads, and how views become one");
        report.say(
                "Seconds, mean / 95th percentile / maximum over the seeds; *never* is not within"
                        + " what was watched, five minutes.");
        Report.Table table = report.table("what", "who", "seeds", "seconds");
        int hundred = bench.of(100, 20);
        measure(
                bench,
                report,
                table,
                "6",
                "leave → last of 100",
                bench.seeds(30, 1),
                (c, seed) -> leave(c, hundred, seed),
                Spread::max,
                Goal.atMost(0.5, 0.25));
        measure(
                bench,
                report,
                table,
                "7",
                "offer change → last of 100, p99",
                bench.seeds(40, 1),
                (c, seed) -> offer(c, hundred, seed),
                s -> s.at(0.99),
                Goal.atMost(0.5, 0.2));
        measure(
                bench,
                report,
                table,
                "8",
                "100 nodes join at once, worst",
                bench.seeds(10, 1),
                (c, seed) -> join(c, hundred, seed),
                Spread::max,
                Goal.atMost(5, 2));
        measure(
                bench,
                report,
                table,
                "9",
                "heal after 75 s of 16/16, worst",
                bench.seeds(10, 1),
                (c, seed) -> heal(c, seed, Duration.ofSeconds(75)),
                Spread::max,
                Goal.atMost(5, 2));
        if (bench.isFull()) {
            measure(
                    bench,
                    report,
                    table,
                    "9",
                    "heal after two hours of 16/16, worst",
                    4,
                    (c, seed) -> heal(c, seed, Duration.ofHours(2)),
                    Spread::max,
                    Goal.atMost(5, 2));
        }
        measure(
                bench,
                report,
                table,
                "12",
                "repair of one lost update, worst",
                bench.seeds(30, 1),
                (c, seed) -> repair(c, seed),
                Spread::max,
                Goal.atMost(3, 1.5));
        if (bench.most() >= 1000) {
            measure(
                    bench,
                    report,
                    table,
                    "16",
                    "1,000 nodes join through three seeds, worst",
                    1,
                    (c, seed) -> join(c, 1000, seed),
                    Spread::max,
                    Goal.atMost(8, 4));
        }
    }

    private static void measure(
            Bench bench,
            Report report,
            Report.Table table,
            String number,
            String what,
            int seeds,
            BiFunction<Contender, Long, Double> play,
            ToDoubleFunction<Spread> figure,
            Goal goal) {
        Spread ours = Spread.of(bench.perSeed(seeds, s -> play.apply(Contender.OURS, s)));
        Spread model = Spread.of(bench.perSeed(seeds, s -> play.apply(Contender.MODEL, s)));
        table.row(what, Contender.OURS.name(), "1–" + seeds, ours.meanP95Max());
        table.row(what, Contender.MODEL.name(), "1–" + seeds, model.meanP95Max());
        double seen = figure.applyAsDouble(ours);
        report.goal(
                number,
                what,
                "≤ " + Spread.text(goal.must()) + " s",
                "≤ " + Spread.text(goal.aim()) + " s",
                Spread.text(seen) + " s",
                Spread.text(figure.applyAsDouble(model)) + " s",
                goal.verdict(seen));
    }

    private static double leave(Contender contender, int nodes, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(nodes, seed, "leave"), seed);
        int leaver = nodes - 1;
        Duration began = cluster.now();
        cluster.leave(leaver);
        double told =
                Bench.until(
                        cluster, () -> Bench.everyoneHolds(cluster, leaver, Status.LEFT), LIMIT);
        return told == NEVER
                ? NEVER
                : cluster.verdicts().all().stream()
                        .filter(v -> v.status() == Status.LEFT)
                        .map(Verdict::at)
                        .mapToDouble(at -> seconds(at.minus(began)))
                        .max()
                        .orElse(NEVER);
    }

    private static double offer(Contender contender, int nodes, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(nodes, seed, "offer"), seed);
        int owner = nodes / 2;
        cluster.offer(owner, List.of(Instance.of("parcels", "p-1", "10.9.9.9", 9000)));
        return Bench.until(cluster, () -> know(cluster, owner), LIMIT);
    }

    private static boolean know(SimCluster cluster, int owner) {
        long version = cluster.node(owner).offerVersion(owner);
        return IntStream.range(0, cluster.size())
                .allMatch(i -> cluster.node(i).offerVersion(owner) == version);
    }

    private static double join(Contender contender, int nodes, long seed) {
        SimCluster cluster = contender.strangers(nodes, seed, "join at once").build();
        cluster.startAll();
        return Bench.until(cluster, cluster::converged, LIMIT);
    }

    private static double heal(Contender contender, long seed, Duration cut) {
        SimCluster cluster = Bench.formed(contender.setup(32, seed, "partition"), seed);
        cluster.network().isolate(IntStream.range(16, 32).toArray());
        cluster.runFor(cut);
        cluster.network().heal();
        return Bench.until(cluster, cluster::converged, LIMIT);
    }

    /** One node hears nothing for a second while an offer changes; it is healthy otherwise. */
    private static double repair(Contender contender, long seed) {
        SimCluster cluster = Bench.formed(contender.setup(32, seed, "a lost update"), seed);
        int deaf = 31;
        cluster.network().deafen(deaf);
        cluster.offer(5, List.of(Instance.of("parcels", "p-1", "10.9.9.9", 9000)));
        cluster.runFor(Duration.ofMillis(1500));
        cluster.network().heal();
        return Bench.until(cluster, () -> know(cluster, 5), LIMIT);
    }
}
