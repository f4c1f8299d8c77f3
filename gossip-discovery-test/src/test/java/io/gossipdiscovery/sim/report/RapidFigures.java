package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.LinkQuality;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.Verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The experiments of the Rapid paper (ATC 2018, figures 8 to 10): one per cent of the nodes fail.
 */
final class RapidFigures {
    private record Fault(
            String name, String file, int seconds, BiConsumer<SimCluster, Integer> begin) {}

    private record Sample(double second, int smallest, int median, int largest, double agreeing) {}

    private record Outcome(
            List<Sample> samples, double agreement, double least, int oscillations, int wronged) {}

    private record Case(Fault fault, Contender contender) {}

    void run(Bench bench, Report report) {
        int nodes = bench.most();
        int faulty = Math.max(1, nodes / 100);
        report.section("The figures of the Rapid paper");
        report.say(
                "%d nodes, %d of them faulty from second 0 on, seed 1. Once a second every healthy"
                        + " node is asked how many members it holds for live; the plots show the"
                        + " smallest, the middle and the largest answer. *Agreement* is the share"
                        + " of healthy nodes whose answer is the most frequent one, over all"
                        + " seconds after a change had two seconds to spread: its mean, and its"
                        + " least. *Oscillations* are removals of the same node by the same"
                        + " observer after the first, where its callers had been sent to the node"
                        + " again meanwhile. *Wronged* are verdicts of DEAD about healthy"
                        + " nodes at healthy nodes.",
                nodes, faulty);
        Report.Table table =
                report.table(
                        "fault",
                        "who",
                        "size at the end",
                        "sizes seen",
                        "agreement, mean",
                        "least",
                        "oscillations",
                        "wronged");
        List<Fault> faults = bench.isFull() ? faults() : faults().subList(0, 1);
        List<Case> cases = new ArrayList<>();
        for (Fault fault : faults) {
            Contender.BOTH.forEach(contender -> cases.add(new Case(fault, contender)));
        }
        List<Outcome> outcomes = bench.each(cases, one -> play(one, nodes, faulty));
        for (int i = 0; i < cases.size(); i++) {
            Outcome outcome = outcomes.get(i);
            Sample last = outcome.samples.get(outcome.samples.size() - 1);
            table.row(
                    cases.get(i).fault.name,
                    cases.get(i).contender.name(),
                    last.smallest == last.largest
                            ? last.median
                            : last.smallest + " to " + last.largest,
                    outcome.samples.stream().map(Sample::median).distinct().count(),
                    String.format("%.2f %%", 100 * outcome.agreement),
                    String.format("%.1f %%", 100 * outcome.least),
                    outcome.oscillations,
                    outcome.wronged);
        }
        for (int i = 0; i < faults.size(); i++) {
            plot(report, faults.get(i), outcomes.get(2 * i), outcomes.get(2 * i + 1));
        }
        if (bench.isFull()) {
            goals(report, nodes, outcomes);
        }
    }

    private static void goals(Report report, int nodes, List<Outcome> outcomes) {
        int[] oscillations = new int[2];
        double[] agreement = {1, 1};
        for (int i = 0; i < outcomes.size(); i++) {
            oscillations[i % 2] += outcomes.get(i).oscillations;
            agreement[i % 2] = Math.min(agreement[i % 2], outcomes.get(i).agreement);
        }
        report.goal(
                "14",
                "Rapid's figures, "
                        + nodes
                        + " nodes: oscillations; agreement 2 s after a change, mean of"
                        + " the worst figure",
                "0; ≥ 99 %",
                "0; 100 %",
                String.format("%d; %.2f %%", oscillations[0], 100 * agreement[0]),
                String.format("%d; %.2f %%", oscillations[1], 100 * agreement[1]),
                Goal.worse(
                        Goal.atMost(0, 0).verdict(oscillations[0]),
                        Goal.atLeast(0.99, 1).verdict(agreement[0])));
    }

    private static List<Fault> faults() {
        return List.of(
                new Fault("1 % crash at once", "rapid-crash.png", 60, SimCluster::crash),
                new Fault(
                        "ingress flip-flop of 20 s at 1 %",
                        "rapid-flip-flop.png", 120, RapidFigures::flipFlop),
                new Fault(
                        "80 % ingress loss at 1 %",
                        "rapid-ingress-loss.png",
                        120,
                        (cluster, node) -> lossy(cluster, node, true)),
                new Fault(
                        "80 % egress loss at 1 %",
                        "rapid-egress-loss.png",
                        120,
                        (cluster, node) -> lossy(cluster, node, false)));
    }

    private static void flipFlop(SimCluster cluster, int node) {
        for (int i = 0; i < 6; i++) {
            boolean isDeaf = i % 2 == 0;
            cluster.in(
                    Duration.ofSeconds(20L * i),
                    () -> {
                        if (isDeaf) {
                            cluster.network().deafen(node);
                        } else {
                            cluster.network().heal();
                        }
                    });
        }
    }

    private static void lossy(SimCluster cluster, int node, boolean isIngress) {
        LinkQuality bad = LinkQuality.calm().withLoss(0.8);
        for (int i = 0; i < cluster.size(); i++) {
            if (i != node) {
                cluster.network().quality(isIngress ? i : node, isIngress ? node : i, bad);
            }
        }
    }

    private static Outcome play(Case one, int nodes, int faulty) {
        SimCluster cluster = Bench.formed(one.contender.setup(nodes, 1, one.fault.name), 1);
        int healthy = nodes - faulty;
        for (int i = healthy; i < nodes; i++) {
            one.fault.begin.accept(cluster, i);
        }
        List<Sample> samples = new ArrayList<>();
        for (int second = 0; second <= one.fault.seconds; second++) {
            samples.add(sample(cluster, healthy, second));
            cluster.runFor(Duration.ofSeconds(1));
        }
        double sum = 0;
        double least = 1;
        int counted = 0;
        for (int i = 2; i < samples.size(); i++) {
            if (isQuiet(samples, i)) {
                sum += samples.get(i).agreeing;
                least = Math.min(least, samples.get(i).agreeing);
                counted++;
            }
        }
        int[] verdicts = verdicts(cluster, healthy);
        return new Outcome(samples, sum / counted, least, verdicts[0], verdicts[1]);
    }

    /** Whether what most hold has been the same for two seconds. */
    private static boolean isQuiet(List<Sample> samples, int at) {
        return samples.get(at).median == samples.get(at - 1).median
                && samples.get(at).median == samples.get(at - 2).median;
    }

    private static Sample sample(SimCluster cluster, int healthy, int second) {
        int[] sizes = new int[healthy];
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < healthy; i++) {
            for (int j = 0; j < cluster.size(); j++) {
                Status status = cluster.node(i).status(j).orElse(null);
                sizes[i] += status != null && status.isLive() ? 1 : 0;
            }
            counts.merge(sizes[i], 1, Integer::sum);
        }
        Arrays.sort(sizes);
        int most = counts.values().stream().mapToInt(c -> c).max().orElseThrow();
        return new Sample(
                second, sizes[0], sizes[healthy / 2], sizes[healthy - 1], (double) most / healthy);
    }

    private static int[] verdicts(SimCluster cluster, int healthy) {
        int wronged = 0;
        for (Verdict verdict : cluster.verdicts().all()) {
            if (verdict.status() == Status.DEAD && verdict.observer() < healthy) {
                int subject = LifeguardSweep.node(verdict);
                wronged += subject < healthy ? 1 : 0;
            }
        }
        int oscillations = 0;
        for (int observer = 0; observer < healthy; observer++) {
            for (int subject = 0; subject < cluster.size(); subject++) {
                oscillations += cluster.verdicts().oscillations(observer, subject);
            }
        }
        return new int[] {oscillations, wronged};
    }

    private static void plot(Report report, Fault fault, Outcome ours, Outcome model) {
        Plot plot =
                new Plot(
                        fault.name + " (dashed: smallest, largest)",
                        "seconds",
                        "members held for live");
        for (Contender contender : Contender.BOTH) {
            List<Sample> samples = contender.isOurs() ? ours.samples : model.samples;
            List<Double> x = samples.stream().map(Sample::second).toList();
            String name = contender.name();
            plot.curve(name, x, samples.stream().map(Sample::median).toList(), false);
            plot.curve(
                    name + ", smallest", x, samples.stream().map(Sample::smallest).toList(), true);
            plot.curve(name + ", largest", x, samples.stream().map(Sample::largest).toList(), true);
        }
        plot.write(report.plots(), fault.file);
        report.plot(fault.file, "Cluster size as the nodes see it: " + fault.name);
    }
}
