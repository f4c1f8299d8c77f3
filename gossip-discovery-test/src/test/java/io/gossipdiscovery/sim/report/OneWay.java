package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.LinkQuality;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Links that fail in one direction, or between some: scenarios S16 to S20. */
final class OneWay {
    private static final int NODES = 32;
    private static final int VICTIM = 31;

    private record Fault(String name, Duration lasts, Consumer<SimCluster> begin) {}

    private record Outcome(int mostRemovals, int removers, int wronged, double back) {}

    void run(Bench bench, Report report) {
        report.section("Links that fail in one direction, or between some");
        report.say(
                "%d nodes. *Removals* is how often one observer came to hold the node for dead, the"
                        + " worst observer of each run, median (maximum) of the seeds: more than 1"
                        + " is flapping. *Observers* is how many did so at all. *Wronged* counts"
                        + " verdicts of DEAD that a healthy node held of another healthy one, all"
                        + " seeds together. *Back* is when all agree again after the fault has"
                        + " ended, mean / 95th percentile / maximum.",
                NODES);
        Report.Table table =
                report.table(
                        "fault", "who", "seeds", "removals", "observers", "wronged", "back, s");
        for (Fault fault : faults(bench)) {
            Spread[] removals = new Spread[2];
            for (int i = 0; i < 2; i++) {
                Contender contender = Contender.BOTH.get(i);
                List<Outcome> outcomes =
                        bench.perSeed(bench.seeds(5, 1), seed -> play(contender, seed, fault));
                removals[i] = Spread.of(outcomes.stream().map(Outcome::mostRemovals).toList());
                Spread removers = Spread.of(outcomes.stream().map(Outcome::removers).toList());
                table.row(
                        fault.name,
                        contender.name(),
                        "1–" + outcomes.size(),
                        text(removals[i]),
                        text(removers),
                        outcomes.stream().mapToInt(Outcome::wronged).sum(),
                        Spread.of(outcomes.stream().map(Outcome::back).toList()).meanP95Max());
            }
            if (fault.name.startsWith("hears nothing, 60 s")) {
                report.goal(
                        "5",
                        "all ingress of one node blocked for 60 s: removals an observer, worst",
                        "1",
                        "1",
                        String.format("%.0f", removals[0].max()),
                        String.format("%.0f", removals[1].max()),
                        Goal.atMost(1, 1).verdict(removals[0].max()));
            }
        }
    }

    private static String text(Spread spread) {
        return String.format("%.0f (%.0f)", spread.median(), spread.max());
    }

    private static List<Fault> faults(Bench bench) {
        Duration minute = Duration.ofSeconds(60);
        Fault deaf = new Fault("hears nothing, 60 s", minute, c -> c.network().deafen(VICTIM));
        if (!bench.isFull()) {
            return List.of(deaf);
        }
        return List.of(
                deaf,
                new Fault(
                        "hears nothing by turns of 20 s, 300 s (S16)",
                        minute.multipliedBy(5),
                        OneWay::flipFlop),
                new Fault("is not heard, 60 s (S17)", minute, c -> c.network().mute(VICTIM)),
                new Fault(
                        "loses 80 % of what it sends, 120 s (S18)",
                        minute.multipliedBy(2), c -> outgoing(c, 0.8)),
                new Fault(
                        "loses 80 % of what it is sent, 120 s",
                        minute.multipliedBy(2), c -> incoming(c, 0.8)),
                new Fault("one pair cut, 60 s (S19)", minute, c -> cut(c, VICTIM, VICTIM - 1)),
                new Fault(
                        "two groups see a third, not each other, 60 s (S20)",
                        minute,
                        OneWay::twoGroups));
    }

    private static void flipFlop(SimCluster cluster) {
        Duration turn = Duration.ofSeconds(20);
        for (int i = 0; i < 15; i++) {
            boolean isDeaf = i % 2 == 0;
            cluster.in(
                    turn.multipliedBy(i),
                    () -> {
                        if (isDeaf) {
                            cluster.network().deafen(VICTIM);
                        } else {
                            cluster.network().heal();
                        }
                    });
        }
    }

    private static void outgoing(SimCluster cluster, double loss) {
        others().forEach(i -> cluster.network().quality(VICTIM, i, calm(loss)));
    }

    private static void incoming(SimCluster cluster, double loss) {
        others().forEach(i -> cluster.network().quality(i, VICTIM, calm(loss)));
    }

    private static IntStream others() {
        return IntStream.range(0, NODES).filter(i -> i != VICTIM);
    }

    private static LinkQuality calm(double loss) {
        return LinkQuality.calm().withLoss(loss);
    }

    private static void cut(SimCluster cluster, int one, int other) {
        cluster.network().block(one, other);
        cluster.network().block(other, one);
    }

    private static void twoGroups(SimCluster cluster) {
        for (int one = 12; one < 22; one++) {
            for (int other = 22; other < NODES; other++) {
                cut(cluster, one, other);
            }
        }
    }

    private static Outcome play(Contender contender, long seed, Fault fault) {
        SimCluster cluster = Bench.formed(contender.setup(NODES, seed, fault.name), seed);
        fault.begin.accept(cluster);
        cluster.runFor(fault.lasts);
        cluster.network().heal();
        others().forEach(i -> cluster.network().quality(VICTIM, i, null));
        others().forEach(i -> cluster.network().quality(i, VICTIM, null));
        double back = Bench.until(cluster, cluster::converged, Duration.ofMinutes(2));
        cluster.runFor(Duration.ofSeconds(30));
        int[] removals = new int[NODES];
        int wronged = 0;
        for (Verdict verdict : cluster.verdicts().all()) {
            if (verdict.status() == Status.DEAD && verdict.observer() != VICTIM) {
                boolean isVictim =
                        verdict.subject().address().equals(cluster.node(VICTIM).address());
                removals[verdict.observer()] += isVictim ? 1 : 0;
                wronged += isVictim ? 0 : 1;
            }
        }
        int most = IntStream.of(removals).max().orElseThrow();
        int removers = (int) IntStream.of(removals).filter(r -> r > 0).count();
        return new Outcome(most, removers, wronged, back);
    }
}
