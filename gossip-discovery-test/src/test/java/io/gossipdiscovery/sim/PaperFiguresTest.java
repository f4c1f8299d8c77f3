package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What the SWIM paper says of many nodes and on average. The seeds are fixed, as an average over
 * some of them is a fact, and over others might be another.
 */
class PaperFiguresTest {
    private static final GossipConfig LAN = GossipConfig.lan().build();

    @Test
    @DisplayName("SWIM 3.1: a crash is first detected after e/(e-1) periods on average, at most")
    void theFirstDetectionTakesOneAndAHalfPeriods() {
        double sum = 0;
        int crashes = 0;
        for (int seed = 1; seed <= 6; seed++) {
            SimCluster cluster = formed(30, seed);
            for (int node = 10; node < 15; node++) {
                sum += periodsToTheFirstProbe(cluster, node);
                crashes++;
            }
        }
        assertThat(sum / crashes).isBetween(0.3, Math.E / (Math.E - 1));
    }

    @Test
    @DisplayName("SWIM 3.1: the load of a node does not depend on how many there are")
    void theLoadDoesNotDependOnTheNumber() {
        assertThat(packetsPerSecond(64))
                .isBetween(0.9 * packetsPerSecond(16), 1.1 * packetsPerSecond(16));
    }

    @Test
    @DisplayName("SWIM 3.1: who is not crashed is not accused, where nothing is lost")
    void nobodyIsAccusedWhereNothingIsLost() {
        SimCluster cluster = formed(50, 1);
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Test
    @DisplayName(
            "SWIM 4.1: news reaches all within a number of rounds that grows with the logarithm of theirs")
    void newsSpreadsInLogarithmicTime() {
        for (int nodes : new int[] {8, 24, 96}) {
            double rounds = Math.ceil(Math.log(nodes));
            assertThat(nanosToReachAll(nodes))
                    .as("%d nodes", nodes)
                    .isLessThan(rounds * LAN.dissemination().intervalNanos());
        }
    }

    private static double periodsToTheFirstProbe(SimCluster cluster, int node) {
        Duration began = cluster.now();
        cluster.crash(node);
        cluster.runUntil(() -> isSuspected(cluster, node), Duration.ofSeconds(20));
        long probed = cluster.now().minus(began).toNanos() - LAN.probe().probeNanos();
        cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
        cluster.start(node);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        return (double) probed / LAN.probe().intervalNanos();
    }

    private static boolean isSuspected(SimCluster cluster, int node) {
        for (int i = 0; i < cluster.size(); i++) {
            if (i != node && cluster.node(i).status(node).orElse(null) == Status.SUSPECT) {
                return true;
            }
        }
        return false;
    }

    private static double packetsPerSecond(int nodes) {
        SimCluster cluster = formed(nodes, 1);
        long before = packets(cluster);
        cluster.runFor(Duration.ofSeconds(60));
        return (packets(cluster) - before) / 60.0 / nodes;
    }

    private static long packets(SimCluster cluster) {
        long packets = 0;
        for (int i = 0; i < cluster.size(); i++) {
            packets += cluster.node(i).traffic().datagrams();
        }
        return packets;
    }

    /** The median of some. */
    private static double nanosToReachAll(int nodes) {
        long[] nanos = new long[3];
        for (int i = 0; i < nanos.length; i++) {
            SimCluster cluster = formed(nodes, i + 1);
            cluster.offer(3, List.of(Play.instance("news")));
            nanos[i] = cluster.runUntil(cluster::converged, Duration.ofSeconds(5)).toNanos();
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    private static SimCluster formed(int nodes, long seed) {
        SimSetup setup = SimCluster.of(nodes).seed(seed).scenario("paper").seeds(0, 1, 2);
        return Play.formed(setup.withoutCatalogs());
    }
}
