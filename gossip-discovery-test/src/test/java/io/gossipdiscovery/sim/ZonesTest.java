package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** News that keeps to the own zone where it can: it reaches all the same */
class ZonesTest {
    private static final Duration REPAIRED = Duration.ofSeconds(3);
    private static final int[][] LAYOUTS = {{16, 16}, {20, 10, 2}, {31, 1}, {11, 11, 10}};
    private static final double[] SHARES = {1, 0.3, 0.1};

    @Seeds(3)
    void anOfferReachesAllZonesWhateverTheShare(long seed) {
        for (int[] layout : LAYOUTS) {
            for (double share : SHARES) {
                Crossings crossings = new Crossings(layout);
                SimCluster cluster = formed(layout, share, seed, crossings);
                Duration last = Duration.ZERO;
                Duration sum = Duration.ZERO;
                long idle =
                        crossings.bytesIn(cluster, () -> cluster.runFor(Duration.ofSeconds(32)));
                long from = crossings.bytes;
                Duration began = cluster.now();
                for (int i = 0; i < 32; i++) {
                    Duration took = spreadOf(cluster, i);
                    last = took.compareTo(last) > 0 ? took : last;
                    sum = sum.plus(took);
                    Duration next = began.plusSeconds(i + 1L);
                    if (next.compareTo(cluster.now()) > 0) {
                        cluster.runFor(next.minus(cluster.now()));
                    }
                }
                Figures.say(
                        name(layout, share),
                        32,
                        seed,
                        String.format(
                                Locale.ROOT,
                                "mean %.3f s, last %.3f s, %d B between zones for an offer; idle %d B/s",
                                sum.toNanos() / 32e9,
                                last.toNanos() / 1e9,
                                (crossings.bytes - from - idle) / 32,
                                idle / 32));
            }
        }
    }

    @Seeds(3)
    void aCrashIsKnownToAllZonesInTheUsualTime(long seed) {
        for (int[] layout : LAYOUTS) {
            for (double share : SHARES) {
                SimCluster cluster = formed(layout, share, seed, Witness.NONE);
                int victim = 31; // of the smallest zone
                cluster.crash(victim);
                Duration took =
                        cluster.runUntil(
                                () -> Play.everyoneHolds(cluster, victim, Status.DEAD),
                                Play.detectionBound(cluster.node(0).config(), 32));
                Figures.say(name(layout, share) + ", crash", 32, seed, took);
                Play.assertOnlyBlamed(cluster, victim);
            }
        }
    }

    @Seeds(3)
    void aShareBelowOneSavesTrafficBetweenZones(long seed) {
        int[] layout = {16, 16};
        long all = bytesOfNews(layout, 1, seed);
        assertThat(bytesOfNews(layout, 0.3, seed)).isLessThan(all * 6 / 10);
        assertThat(bytesOfNews(layout, 0.1, seed)).isLessThan(all * 4 / 10);
    }

    @Seeds(1)
    void aMemberSaysWhereItIs(long seed) {
        SimCluster cluster = formed(new int[] {31, 1}, 1, seed, Witness.NONE);
        Member lonely =
                cluster.node(0).members().stream()
                        .filter(m -> m.id().equals(cluster.node(31).id()))
                        .findFirst()
                        .orElseThrow();
        assertThat(lonely.label(Offer.ZONE)).contains("zone-1");
        assertThat(lonely.label(Offer.HOST)).isEmpty();
    }

    private static long bytesOfNews(int[] layout, double share, long seed) {
        Crossings crossings = new Crossings(layout);
        SimCluster cluster = formed(layout, share, seed, crossings);
        Duration tenSeconds = Duration.ofSeconds(10);
        long idle = crossings.bytesIn(cluster, () -> cluster.runFor(tenSeconds));
        for (int i = 0; i < 20; i++) {
            int node = i;
            cluster.in(
                    Duration.ofMillis(500L * i),
                    () -> cluster.offer(node, List.of(Play.instance("parcels-" + node))));
        }
        return crossings.bytesIn(cluster, () -> cluster.runFor(tenSeconds)) - idle;
    }

    private static Duration spreadOf(SimCluster cluster, int owner) {
        String id = "parcels-" + owner;
        cluster.offer(owner, List.of(Play.instance(id)));
        return cluster.runUntil(
                () -> {
                    for (int i = 0; i < cluster.size(); i++) {
                        if (cluster.node(i).catalog().all("parcels").stream()
                                .noneMatch(listing -> listing.instance().id().equals(id))) {
                            return false;
                        }
                    }
                    return true;
                },
                REPAIRED);
    }

    private static SimCluster formed(int[] layout, double share, long seed, Witness witness) {
        GossipConfig.Builder lan = GossipConfig.lan();
        lan.dissemination(lan.dissemination().withCrossZoneShare(share));
        return Play.formed(
                SimCluster.of(32)
                        .seed(seed)
                        .scenario(name(layout, share))
                        .config(
                                i ->
                                        lan.labels(Map.of(Offer.ZONE, "zone-" + zoneOf(layout, i)))
                                                .build())
                        .witness(witness)
                        .seeds(0, 1, 2));
    }

    private static String name(int[] layout, double share) {
        return "zones " + Arrays.toString(layout) + ", share " + share;
    }

    private static int zoneOf(int[] layout, int node) {
        int zone = 0;
        for (int end = layout[0]; node >= end; end += layout[zone]) {
            zone++;
        }
        return zone;
    }

    /** Counts the bytes of datagrams from one zone to another. */
    private static final class Crossings implements Witness {
        private final int[] layout;
        private long bytes;

        private Crossings(int[] layout) {
            this.layout = layout;
        }

        private long bytesIn(SimCluster cluster, Runnable play) {
            long before = bytes;
            play.run();
            return bytes - before;
        }

        @Override
        public void packet(String what, int node, int peer, Lane lane, ByteBuffer content) {
            if (what.equals("send") && zoneOf(layout, node) != zoneOf(layout, peer)) {
                bytes += content.remaining();
            }
        }

        @Override
        public void belief(int node, Member before, Member after) {}

        @Override
        public void note(int node, String what, Object detail) {}
    }
}
