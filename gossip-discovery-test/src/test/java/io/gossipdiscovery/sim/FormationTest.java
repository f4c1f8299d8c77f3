package io.gossipdiscovery.sim;

import static io.gossipdiscovery.sim.Play.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** How clusters come together. */
class FormationTest {
    @Seeds(5)
    void threeNodesFindEachOther(long seed) {
        form(3, seed, Duration.ofSeconds(2));
    }

    @Seeds(5)
    void thirtyNodesFindEachOther(long seed) {
        form(30, seed, Duration.ofSeconds(3));
    }

    @Seeds(2)
    void twoHundredNodesFindEachOther(long seed) {
        form(200, seed, Duration.ofSeconds(6));
    }

    private static void form(int nodes, long seed, Duration limit) {
        SimCluster cluster =
                SimCluster.of(nodes).seed(seed).scenario("formation").seeds(0, 1, 2).build();
        cluster.startAll();
        Figures.say("formation", nodes, seed, cluster.runUntil(cluster::converged, limit));
        TreeSet<String> all = new TreeSet<>();
        for (int i = 0; i < nodes; i++) {
            all.add(List.of("orders", "stock", "prices").get(i % 3) + "-" + i);
        }
        Play.assertCatalogsEqual(cluster, all);
        cluster.runFor(Duration.ofSeconds(5));
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(5)
    void nodesThatAreEachOthersSeedsFormOneCluster(long seed) {
        SimCluster cluster =
                SimCluster.of(20).seed(seed).scenario("no stable seed").seeds(range(0, 20)).build();
        for (int i = 0; i < 20; i++) {
            int node = Math.floorMod(i * 7 + seed, 20);
            cluster.in(Duration.ofMillis(i * seed % 1000), () -> cluster.start(node));
        }
        cluster.runFor(Duration.ofSeconds(1));
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(4));
        Figures.say("all each other's seeds", 20, seed, took);
    }

    @Seeds(3)
    void aNodeAloneServesItself(long seed) {
        SimCluster cluster = SimCluster.of(3).seed(seed).scenario("alone").seeds(0, 1, 2).build();
        cluster.start(1);
        cluster.runFor(Duration.ofSeconds(30));
        assertThat(cluster.converged()).isTrue();
        assertThat(Play.catalogIds(cluster.node(1))).containsExactly("stock-1");
        assertThat(cluster.node(1).localHealth()).isZero();
    }

    @Seeds(3)
    void nodesWaitForASeedThatComesLate(long seed) {
        SimCluster cluster = SimCluster.of(5).seed(seed).scenario("late seed").seeds(0).build();
        for (int i = 1; i < 5; i++) {
            cluster.start(i);
        }
        cluster.runFor(Duration.ofMinutes(2));
        cluster.start(0);
        Figures.say(
                "a late seed",
                5,
                seed,
                cluster.runUntil(cluster::converged, Duration.ofSeconds(4)));
    }

    @Seeds(3)
    void islandsMergeThroughACommonSeed(long seed) {
        int common = 20;
        SimCluster cluster =
                SimCluster.of(21)
                        .seed(seed)
                        .scenario("islands")
                        .seeds(i -> i < 10 ? new int[] {0, common} : new int[] {10, common})
                        .build();
        for (int i = 0; i < common; i++) {
            cluster.start(i);
        }
        cluster.runFor(Duration.ofSeconds(30));
        assertThat(cluster.converged(range(0, 10))).isTrue();
        assertThat(cluster.converged(range(10, 20))).isTrue();
        cluster.start(common);
        Duration merged = cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
        Figures.say("islands merge", 21, seed, merged);
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(3)
    void clustersOnOneNetworkNeverMix(long seed) {
        GossipConfig blue = GossipConfig.lan().cluster("blue").build();
        GossipConfig green = GossipConfig.lan().cluster("green").build();
        SimCluster cluster =
                SimCluster.of(10)
                        .seed(seed)
                        .scenario("two clusters")
                        .config(i -> i < 5 ? blue : green)
                        .seeds(0, 5)
                        .build();
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(60));
        assertThat(cluster.converged(range(0, 5))).isTrue();
        assertThat(cluster.converged(range(5, 10))).isTrue();
        assertThat(cluster.node(0).rejections()).isPositive();
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(3)
    void aChangedOfferReachesAll(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("offer change").seeds(0, 1, 2));
        cluster.offer(17, List.of(Play.instance("parcels-1"), Play.instance("parcels-2")));
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(2));
        Figures.say("an offer changes", 30, seed, took);
        assertThat(Play.catalogIds(cluster.node(4)))
                .contains("parcels-1", "parcels-2")
                .doesNotContain("prices-17");
    }

    @Seeds(3)
    void anOfferTooLargeForADatagramReachesAll(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("large offer").seeds(0, 1, 2));
        cluster.offer(17, Play.largeOffer());
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Figures.say("a large offer", 30, seed, took);
        assertThat(cluster.node(4).catalog().all("parcels")).hasSize(20);
    }

    @Seeds(3)
    void aLargeOfferGetsThroughLoss(long seed) {
        LinkQuality bad = LinkQuality.calm().withLoss(0.2);
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("large offer").seeds(0, 1, 2));
        cluster.network().quality(bad);
        cluster.offer(17, Play.largeOffer());
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("a large offer, 20 % loss", 30, seed, took);
    }
}
