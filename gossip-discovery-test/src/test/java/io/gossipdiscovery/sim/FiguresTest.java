package io.gossipdiscovery.sim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures to be kept and compared; no facts. {@code -Dsim.figures=true -Dtest=FiguresTest}, and
 * {@code -Dtest.jvm=-Xmx6g} for the large ones.
 */
@EnabledIfSystemProperty(named = "sim.figures", matches = "true")
class FiguresTest {
    private static final Map<String, GossipConfig> PRESETS =
            new TreeMap<>(
                    Map.of(
                            "lan", GossipConfig.lan().build(),
                            "local", GossipConfig.local().build()));

    /** {@code -Dsim.nodes=10000} asks for another size, and takes its time. */
    @Test
    void formationThroughThreeSeeds() {
        int nodes = Integer.getInteger("sim.nodes", 1000);
        SimCluster cluster = large(nodes, "formation");
        double began = cpuSeconds();
        cluster.startAll();
        Duration formed = cluster.runUntil(cluster::converged, Duration.ofSeconds(120));
        say("formation n=%d: %s, %.1f s of CPU", nodes, formed, cpuSeconds() - began);
    }

    @Test
    void idleNodeSecondsPerSecondOfCpu() {
        for (int nodes : new int[] {100, 1000}) {
            SimCluster cluster = large(nodes, "idle");
            cluster.startFormed();
            int seconds = 100_000 / nodes;
            for (int i = 0; i < 4; i++) {
                long events = cluster.events();
                double from = cpuSeconds();
                cluster.runFor(Duration.ofSeconds(seconds));
                say(
                        "idle n=%d: %.0f node-seconds/s, %.2f events/node-second",
                        nodes,
                        nodes * seconds / (cpuSeconds() - from),
                        (cluster.events() - events) / (double) (nodes * seconds));
            }
        }
    }

    /**
     * A minute of a large cluster that has been formed before, in which one node in a hundred
     * crashes. {@code -Dsim.nodes=10000} wants {@code -Dtest.jvm="-Xmx5g -Xms5g -Xmn3g
     * -XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:+UseTransparentHugePages"}.
     */
    @Test
    void aMinuteOfALargeClusterOfWhichOnePercentCrashes() {
        int nodes = Integer.getInteger("sim.nodes", 1000);
        long before = heapBytes();
        SimCluster cluster = large(nodes, "one percent crashes");
        double began = cpuSeconds();
        cluster.startFormed();
        say("formed start n=%d: %.1f s of CPU", nodes, cpuSeconds() - began);
        long heap = heapBytes() - before;
        say("heap n=%d: %d MB, %d B/belief", nodes, heap >> 20, heap / nodes / nodes);
        began = cpuSeconds();
        cluster.runFor(Duration.ofSeconds(5));
        for (int i = 0; i < nodes; i += 100) {
            cluster.crash(i + 50);
        }
        cluster.runFor(Duration.ofSeconds(55));
        say(
                "minute n=%d: %.1f s of CPU, %d MB, agreed %s, false deaths %d",
                nodes,
                cpuSeconds() - began,
                heapBytes() - before >> 20,
                cluster.converged(),
                cluster.verdicts().falseDeaths().size());
    }

    private static SimCluster large(int nodes, String scenario) {
        return SimCluster.of(nodes).scenario(scenario).seeds(0, 1, 2).withoutCatalogs().build();
    }

    /** Of this thread: the machine may be busy with other things. */
    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void idleBytesPerSecondAndNode() {
        PRESETS.forEach(
                (name, config) -> {
                    for (int nodes : new int[] {3, 32, 100, 1000}) {
                        SimCluster cluster = formed(nodes, 1, config);
                        cluster.runFor(Duration.ofMinutes(1));
                        Traffic before = Play.traffic(cluster);
                        cluster.runFor(Duration.ofMinutes(5));
                        Traffic idle = Play.traffic(cluster).since(before);
                        double nodeSeconds = nodes * 300.0;
                        say(
                                "idle %s n=%d: %.0f B/s/node, %.2f datagrams, %.4f streams; with IP"
                                        + " and UDP headers %.0f B/s",
                                name,
                                nodes,
                                idle.bytes() / nodeSeconds,
                                idle.datagrams() / nodeSeconds,
                                idle.streams() / nodeSeconds,
                                (idle.bytes() + 28 * idle.datagrams()) / nodeSeconds);
                    }
                });
    }

    @Test
    void formation() {
        for (int nodes : new int[] {100, 300, 1000}) {
            for (int seed = 1; seed <= 3; seed++) {
                SimCluster cluster =
                        SimCluster.of(nodes).seed(seed).seeds(0, 1, 2).withoutCatalogs().build();
                cluster.startAll();
                Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
                Traffic traffic = Play.traffic(cluster);
                say(
                        "formation n=%d seed=%d: %.2f s, %.1f MB in datagrams, %.1f MB in streams",
                        nodes,
                        seed,
                        seconds(took),
                        traffic.datagramBytes() / 1e6,
                        traffic.streamBytes() / 1e6);
            }
        }
    }

    /** Two halves apart, for as long as others are remembered and for longer. */
    @Test
    void healingOfAPartition() {
        for (Duration apart : List.of(Duration.ofSeconds(75), Duration.ofHours(2))) {
            for (int nodes : new int[] {10, 32}) {
                List<Duration> times = new ArrayList<>();
                for (int seed = 1; seed <= 20; seed++) {
                    SimCluster cluster = formed(nodes, seed, GossipConfig.lan().build());
                    cluster.network().isolate(Play.range(0, nodes / 2));
                    cluster.runFor(apart);
                    cluster.network().heal();
                    times.add(cluster.runUntil(cluster::converged, Duration.ofMinutes(2)));
                }
                say("heal after %s n=%d: %s", apart, nodes, spread(times));
            }
        }
    }

    @Test
    void repairOfALostUpdate() {
        for (int nodes : new int[] {32, 100, 300}) {
            List<Duration> times = new ArrayList<>();
            for (int seed = 1; seed <= 100; seed++) {
                SimCluster cluster = formed(nodes, seed, GossipConfig.lan().build());
                SyncScenarioTest.loseAnUpdate(cluster, 7, 3);
                times.add(cluster.runUntil(cluster::converged, Duration.ofMinutes(1)));
            }
            say("a lost update n=%d: %s", nodes, spread(times));
        }
    }

    @Test
    void aJoinWithOneLane() {
        for (Lane blocked : Lane.values()) {
            List<Duration> times = new ArrayList<>();
            for (int seed = 1; seed <= 20; seed++) {
                SimCluster cluster = SyncScenarioTest.formedBut(30, seed, "one lane", blocked);
                cluster.start(29);
                times.add(
                        cluster.runUntil(
                                () -> SyncScenarioTest.isKnownAndKnowing(cluster, 29),
                                Duration.ofMinutes(1)));
            }
            say("a join of the 30th with %s blocked: %s", blocked, spread(times));
        }
    }

    @Test
    void bytesPerSecondAndNodeUnderLoss() {
        for (double loss : new double[] {0.05, 0.2}) {
            SimCluster cluster = formed(32, 1, GossipConfig.lan().build());
            cluster.network().quality(LinkQuality.calm().withLoss(loss));
            cluster.runFor(Duration.ofSeconds(20));
            Traffic before = Play.traffic(cluster);
            cluster.runFor(Duration.ofMinutes(5));
            Traffic sent = Play.traffic(cluster).since(before);
            double nodeSeconds = 32 * 300.0;
            say(
                    "loss %.0f %% n=32: %.0f B/s/node, %.2f datagrams, %.2f streams",
                    100 * loss,
                    sent.bytes() / nodeSeconds,
                    sent.datagrams() / nodeSeconds,
                    sent.streams() / nodeSeconds);
        }
    }

    @Test
    void detectionOfACrash() {
        PRESETS.forEach(
                (name, config) -> {
                    for (int nodes : new int[] {3, 32, 100}) {
                        detection(name, config, nodes);
                    }
                });
    }

    private static void detection(String name, GossipConfig config, int nodes) {
        List<Duration> suspected = new ArrayList<>();
        List<Duration> anybody = new ArrayList<>();
        List<Duration> everybody = new ArrayList<>();
        for (int seed = 1; seed <= 200; seed++) {
            SimCluster cluster = formed(nodes, seed, config);
            cluster.runFor(Duration.ofMillis(5000 + 37 * seed));
            int victim = 3 % nodes == 0 ? 2 : 3;
            cluster.crash(victim);
            cluster.runUntil(
                    () -> Play.everyoneHolds(cluster, victim, Status.DEAD), Duration.ofMinutes(2));
            suspected.addAll(cluster.verdicts().suspicionTimes(victim));
            List<Duration> times = cluster.verdicts().detectionTimes(victim);
            anybody.add(times.get(0));
            everybody.add(times.get(times.size() - 1));
        }
        say("crash %s n=%d: held SUSPECT %s", name, nodes, spread(suspected));
        say("crash %s n=%d: first DEAD   %s", name, nodes, spread(anybody));
        say("crash %s n=%d: all DEAD     %s", name, nodes, spread(everybody));
    }

    private static SimCluster formed(int nodes, long seed, GossipConfig config) {
        SimCluster cluster = SimCluster.of(nodes).seed(seed).config(config).seeds(0, 1, 2).build();
        cluster.startAll();
        cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
        return cluster;
    }

    private static String spread(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        double mean = times.stream().mapToLong(Duration::toNanos).average().orElseThrow() / 1e9;
        return String.format(
                Locale.ROOT,
                "mean %.2f s, p50 %.2f s, p95 %.2f s, max %.2f s",
                mean,
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 1));
    }

    private static double at(List<Duration> sorted, double part) {
        int index = (int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size()));
        return seconds(sorted.get(index));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
