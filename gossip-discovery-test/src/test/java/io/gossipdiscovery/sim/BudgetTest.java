package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Storms of news under a byte budget: all is told in the end, and the checks of who lives go on.
 */
class BudgetTest {
    /** A quarter of the default. */
    private static final int SMALL = 64_000;

    @Seeds(2)
    void aMassJoinIsWholeInTheEnd(long seed) {
        SimCluster cluster = setup(200, SMALL, seed, "mass join").build();
        cluster.startAll();
        Peak peak = new Peak(cluster);
        Duration took = peak.runUntil(cluster::converged, Duration.ofSeconds(30));
        say("mass join", 200, seed, took, peak);
        assertThat(cluster.converged()).isTrue();
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(2)
    void halfOfTheClusterMayCrash(long seed) {
        SimCluster cluster = Play.formed(setup(200, SMALL, seed, "half crashes"));
        for (int i = 1; i < 200; i += 2) {
            cluster.crash(i);
        }
        Peak peak = new Peak(cluster);
        Duration took = peak.runUntil(cluster::converged, Duration.ofSeconds(30));
        say("half crashes", 200, seed, took, peak);
        assertThat(cluster.converged()).isTrue();
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(2)
    void aCrashAmidAStormOfOffersIsFoundInTheUsualTime(long seed) {
        long unlimited = crashAmidOffers(DisseminationConfig.UNLIMITED, seed);
        assertThat(crashAmidOffers(SMALL, seed)).isLessThan(unlimited);
    }

    private static long crashAmidOffers(int budget, long seed) {
        int victim = 99;
        SimCluster cluster = Play.formed(setup(100, budget, seed, "storm of offers"));
        for (int i = 0; i < 200; i++) {
            int round = i;
            cluster.in(Duration.ofMillis(100L * i), () -> offerAnew(cluster, round));
        }
        Peak peak = new Peak(cluster);
        peak.runUntil(() -> false, Duration.ofSeconds(5));
        cluster.crash(victim);
        Duration took =
                peak.runUntil(
                        () -> Play.everyoneHolds(cluster, victim, Status.DEAD),
                        Play.detectionBound(cluster.node(0).config(), 100));
        say("crash amid offers, budget " + budget, 100, seed, took, peak);
        assertThat(Play.everyoneHolds(cluster, victim, Status.DEAD)).isTrue();
        cluster.runFor(Duration.ofSeconds(20));
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Play.assertOnlyBlamed(cluster, victim);
        return peak.most;
    }

    /** 30 of the nodes offer something else. */
    private static void offerAnew(SimCluster cluster, int round) {
        for (int node = 0; node < 30; node++) {
            cluster.offer(node, List.of(Play.instance("parcels-" + node + "-" + round)));
        }
    }

    private static void say(String what, int nodes, long seed, Duration took, Peak peak) {
        Figures.say(what, nodes, seed, took + ", peak " + peak.most + " B/s");
    }

    private static SimSetup setup(int nodes, int budget, long seed, String scenario) {
        GossipConfig.Builder lan = GossipConfig.lan();
        lan.dissemination(lan.dissemination().withBytesPerSecond(budget));
        return SimCluster.of(nodes)
                .seed(seed)
                .scenario(scenario)
                .config(lan.build())
                .seeds(0, 1, 2);
    }

    /** The most bytes that any node sent in any second. */
    private static final class Peak {
        private final SimCluster cluster;
        private long most;

        private Peak(SimCluster cluster) {
            this.cluster = cluster;
        }

        private Duration runUntil(BooleanSupplier condition, Duration limit) {
            Duration began = cluster.now();
            while (!condition.getAsBoolean() && cluster.now().minus(began).compareTo(limit) < 0) {
                long[] before = new long[cluster.size()];
                for (int i = 0; i < before.length; i++) {
                    before[i] = cluster.node(i).traffic().bytes();
                }
                cluster.runFor(Duration.ofSeconds(1));
                for (int i = 0; i < before.length; i++) {
                    most = Math.max(most, cluster.node(i).traffic().bytes() - before[i]);
                }
            }
            return cluster.now().minus(began);
        }
    }
}
