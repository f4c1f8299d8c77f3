package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whoever tells others a wrong address hears of it. */
class AddressCheckTest {
    private static final Duration PROMISE = Duration.ofSeconds(10);
    private static final int PORT = 9999;
    private static final int OWNER = 3;

    @Seeds(5)
    void aWrongPortOfAnInstanceIsToldWithinTenSeconds(long seed) {
        for (Dial outcome : List.of(Dial.REFUSED, Dial.SILENT, Dial.UNKNOWN_NAME)) {
            SimCluster cluster = formed(5, seed, "wrong port " + outcome);
            cluster.dials(host(cluster), PORT, outcome);
            cluster.offer(OWNER, List.of(instance(cluster)));
            Duration took = cluster.runUntil(() -> isInstanceWrong(cluster), PROMISE);
            Figures.say("wrong port is told, " + outcome, 5, seed, took);
            assertThat(found(cluster).orElseThrow().attempts())
                    .extracting(Finding.Attempt::outcome)
                    .containsOnly(outcome);
            assertThat(isOwnWrong(cluster)).isFalse();
        }
    }

    @Seeds(5)
    void aWrongPortIsToldWithinTenSecondsUnderLoss(long seed) {
        SimCluster cluster = formed(10, seed, "wrong port, loss");
        cluster.network().quality(LinkQuality.calm().withLoss(0.1));
        cluster.dials(host(cluster), PORT, Dial.REFUSED);
        cluster.offer(OWNER, List.of(instance(cluster)));
        Duration took = cluster.runUntil(() -> isInstanceWrong(cluster), PROMISE);
        Figures.say("wrong port is told, 10 % loss", 10, seed, took);
    }

    @Seeds(5)
    void aWrongAddressOfANodeIsToldWithinTenSeconds(long seed) {
        SimCluster cluster = setup(5, seed, "wrong address").build();
        for (int i = 0; i < 5; i++) {
            if (i != OWNER) {
                cluster.start(i);
            }
        }
        cluster.runFor(Duration.ofSeconds(5));
        cluster.network().hide(OWNER);
        cluster.start(OWNER);
        Duration took = cluster.runUntil(() -> isOwnWrong(cluster), PROMISE);
        Figures.say("wrong address is told", 5, seed, took);
        Finding own = own(cluster).orElseThrow();
        assertThat(own.attempts())
                .extracting(Finding.Attempt::source)
                .as("others see it elsewhere")
                .containsOnly(Places.translated(OWNER));
    }

    @Seeds(5)
    void aNodeWhoseAddressLeadsNowhereAndWhoKnowsNobodyAsksItsSeeds(long seed) {
        SimCluster cluster = setup(2, seed, "wrong address of two").build();
        cluster.start(0);
        cluster.runFor(Duration.ofSeconds(5));
        cluster.network().hide(1);
        cluster.start(1);
        cluster.runUntil(
                () -> cluster.node(1).findings().stream().anyMatch(Finding::isWrong), PROMISE);
    }

    @Seeds(5)
    void whatBecomesWrongLaterIsNoticedInAboutAMinute(long seed) {
        SimCluster cluster = formed(5, seed, "wrong later");
        cluster.offer(OWNER, List.of(instance(cluster)));
        cluster.runFor(Duration.ofMinutes(3));
        assertThat(found(cluster).orElseThrow().isWrong()).isFalse();
        cluster.dials(host(cluster), PORT, Dial.REFUSED);
        Duration took = cluster.runUntil(() -> isInstanceWrong(cluster), Duration.ofSeconds(80));
        Figures.say("what becomes wrong is noticed", 5, seed, took);
        cluster.dials(host(cluster), PORT, null);
        took = cluster.runUntil(() -> !isInstanceWrong(cluster), Duration.ofSeconds(25));
        Figures.say("what is mended is noticed", 5, seed, took);
    }

    @Seeds(5)
    void whatOneAloneCannotReachIsNotWrong(long seed) {
        SimCluster cluster = formed(5, seed, "one cannot connect");
        cluster.network().reject(1, OWNER);
        for (int i = 0; i < 600; i++) {
            cluster.runFor(Duration.ofSeconds(1));
            assertThat(cluster.node(OWNER).findings()).noneMatch(Finding::isWrong);
        }
    }

    @Seeds(2)
    void inALargeClusterAllAreFoundRight(long seed) {
        SimCluster cluster = formed(100, seed, "all right");
        cluster.runFor(Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            assertThat(cluster.node(i).findings()).hasSize(2).noneMatch(Finding::isWrong);
        }
    }

    @Seeds(2)
    void itCostsAFewBytesASecond(long seed) {
        double with = bytesPerSecond(seed, true);
        double without = bytesPerSecond(seed, false);
        Figures.say("checks of addresses", 20, seed, with - without + " B/s of each node");
        assertThat(with - without).isLessThan(8);
    }

    private static double bytesPerSecond(long seed, boolean isVerified) {
        GossipConfig lan = GossipConfig.lan().build();
        SimCluster cluster =
                Play.formed(
                        setup(20, seed, "cost")
                                .config(lan.withBind(lan.bind().withVerified(isVerified))));
        cluster.runFor(Duration.ofMinutes(1));
        long before = Play.traffic(cluster).bytes();
        cluster.runFor(Duration.ofMinutes(20));
        return (Play.traffic(cluster).bytes() - before) / (20.0 * 1200);
    }

    private static Instance instance(SimCluster cluster) {
        return Instance.of("parcels", "parcels-1", host(cluster), PORT);
    }

    private static String host(SimCluster cluster) {
        return cluster.node(OWNER).address().host();
    }

    private static boolean isInstanceWrong(SimCluster cluster) {
        return found(cluster).filter(Finding::isWrong).isPresent();
    }

    private static boolean isOwnWrong(SimCluster cluster) {
        return own(cluster).filter(Finding::isWrong).isPresent();
    }

    private static Optional<Finding> found(SimCluster cluster) {
        return cluster.node(OWNER).findings().stream().filter(f -> f.port() == PORT).findFirst();
    }

    private static Optional<Finding> own(SimCluster cluster) {
        return cluster.node(OWNER).findings().stream()
                .filter(f -> f.instance().isEmpty())
                .findFirst();
    }

    private static SimSetup setup(int nodes, long seed, String scenario) {
        return SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, 1);
    }

    private static SimCluster formed(int nodes, long seed, String scenario) {
        return Play.formed(setup(nodes, seed, scenario));
    }
}
