package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.DisseminationMode;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;

import java.time.Duration;
import java.util.List;

/** What each way to spread rumors promises. */
class ModesTest {
    @Seeds(3)
    void everyModeSpreadsNewsAndFindsCrashes(long seed) {
        for (DisseminationMode mode : DisseminationMode.values()) {
            SimCluster cluster = formed(mode, seed, LinkQuality.calm());
            Duration spread = spreadOf(cluster, "parcels-a");
            Figures.say(mode + ": an offer reaches all", 64, seed, spread);
            cluster.crash(7);
            Duration found =
                    cluster.runUntil(
                            () -> Play.everyoneHolds(cluster, 7, Status.DEAD),
                            Duration.ofSeconds(20));
            Figures.say(mode + ": a crash is known to all", 64, seed, found);
            Play.assertOnlyBlamed(cluster, 7);
        }
    }

    @Seeds(3)
    void pushingTakesAFewRounds(long seed) {
        for (DisseminationMode mode :
                List.of(DisseminationMode.PUSH, DisseminationMode.PUSH_PULL)) {
            SimCluster cluster = formed(mode, seed, LinkQuality.calm());
            assertThat(spreadOf(cluster, "parcels-a")).isLessThan(Duration.ofMillis(500));
        }
    }

    @Seeds(3)
    void everyModeIsSilentButForProbesWhenThereIsNoNews(long seed) {
        for (DisseminationMode mode : DisseminationMode.values()) {
            SimCluster cluster = formed(mode, seed, LinkQuality.calm());
            cluster.runFor(Duration.ofSeconds(10));
            long before = datagrams(cluster);
            cluster.runFor(Duration.ofSeconds(30));
            assertThat(datagrams(cluster) - before)
                    .as("a ping and an ack for each node in each second")
                    .isBetween(2L * 64 * 29, 2L * 64 * 31);
        }
    }

    @Seeds(3)
    void everyModeSpreadsNewsUnderLoss(long seed) {
        for (DisseminationMode mode : DisseminationMode.values()) {
            SimCluster cluster = formed(mode, seed, LinkQuality.calm());
            cluster.network().quality(LinkQuality.calm().withLoss(0.25));
            long before = bytes(cluster);
            Duration last = Duration.ZERO;
            for (int i = 0; i < 10; i++) {
                Duration spread = spreadOf(cluster, "parcels-" + i);
                last = spread.compareTo(last) > 0 ? spread : last;
                cluster.runFor(Duration.ofSeconds(2));
            }
            Figures.say(mode + ": slowest of ten offers, 25 % loss", 64, seed, last);
            Figures.say(mode + ": bytes for ten offers", 64, seed, "" + (bytes(cluster) - before));
            assertThat(cluster.verdicts().falseDeaths()).isEmpty();
        }
    }

    private static Duration spreadOf(SimCluster cluster, String id) {
        cluster.offer(3, List.of(Play.instance(id)));
        return cluster.runUntil(
                () -> {
                    for (int i = 0; i < cluster.size(); i++) {
                        if (cluster.node(i).isRunning()
                                && cluster.node(i).catalog().all("parcels").stream()
                                        .noneMatch(l -> l.instance().id().equals(id))) {
                            return false;
                        }
                    }
                    return true;
                },
                Duration.ofSeconds(15));
    }

    private static SimCluster formed(DisseminationMode mode, long seed, LinkQuality quality) {
        GossipConfig.Builder lan = GossipConfig.lan();
        GossipConfig config = lan.dissemination(lan.dissemination().withMode(mode)).build();
        return Play.formed(
                SimCluster.of(64)
                        .seed(seed)
                        .scenario(mode.toString())
                        .config(config)
                        .quality(quality)
                        .seeds(0, 1, 2));
    }

    private static long datagrams(SimCluster cluster) {
        long sum = 0;
        for (int i = 0; i < cluster.size(); i++) {
            sum += cluster.node(i).traffic().datagrams();
        }
        return sum;
    }

    private static long bytes(SimCluster cluster) {
        long sum = 0;
        for (int i = 0; i < cluster.size(); i++) {
            sum += cluster.node(i).traffic().bytes();
        }
        return sum;
    }
}
