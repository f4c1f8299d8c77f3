package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What happens to nodes, and what the others make of it. */
class NodeFaultTest {
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    @Seeds(5)
    void aCrashIsKnownToAllAndBlamesNobodyElse(long seed) {
        for (int nodes : new int[] {3, 30}) {
            crash(nodes, seed, GossipConfig.lan().build());
            crash(nodes, seed, GossipConfig.local().build());
        }
    }

    private static void crash(int nodes, long seed, GossipConfig config) {
        SimCluster cluster =
                Play.formed(
                        SimCluster.of(nodes)
                                .seed(seed)
                                .scenario("crash")
                                .config(config)
                                .seeds(0, 1, 2));
        cluster.crash(1);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 1, Status.DEAD),
                        Play.detectionBound(config, nodes));
        Figures.say("crash, probed every " + config.probe().interval(), nodes, seed, took);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(2));
        assertThat(cluster.verdicts().detectionTimes(1)).hasSize(nodes - 1);
        Play.assertOnlyBlamed(cluster, 1);
        Play.assertNobodyWronged(cluster);
        assertThat(Play.catalogIds(cluster.node(0))).doesNotContain("stock-1");
    }

    @Seeds(3)
    void halfOfTheClusterMayCrashAtOnce(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(32).seed(seed).scenario("mass crash").seeds(0, 1, 2));
        for (int i = 1; i < 32; i += 2) {
            cluster.crash(i);
        }
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(40));
        Figures.say("half of the cluster crashes", 32, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(5)
    void aLongPauseIsForgivenAndAccusesNobody(long seed) {
        int sleeper = 5;
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("pause").seeds(0, 1, 2));
        NodeId before = cluster.node(sleeper).id();
        cluster.pause(sleeper);
        cluster.runFor(Duration.ofSeconds(10));
        cluster.resume(sleeper);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Figures.say("back from a pause of 10 s", 30, seed, took);
        cluster.runFor(Duration.ofSeconds(20));
        assertThat(cluster.converged()).isTrue();
        assertThat(cluster.node(sleeper).id()).isEqualTo(before);
        Play.assertOnlyBlamed(cluster, sleeper);
        assertThat(cluster.verdicts().all())
                .as("suspected, but never declared dead: hung is not gone")
                .noneMatch(v -> v.status() == Status.DEAD);
    }

    @Seeds(5)
    void aShortPauseKillsNobody(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("short pause").seeds(0, 1, 2));
        for (int i = 0; i < 10; i++) {
            cluster.pause(i);
            cluster.runFor(Duration.ofMillis(1500));
            cluster.resume(i);
            cluster.runFor(Duration.ofSeconds(2));
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
    }

    @Seeds(3)
    void aNodeThatStuttersAccusesNobody(long seed) {
        int stutterer = 5;
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("stutter").seeds(0, 1, 2));
        Play.stutter(cluster, stutterer, Duration.ofMillis(900), Duration.ofMillis(100), 60);
        cluster.runFor(Duration.ofSeconds(60));
        cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
        assertThat(cluster.verdicts().all())
                .noneMatch(v -> v.observer() == stutterer && v.status() == Status.DEAD);
        Play.assertNobodyWronged(cluster);
    }

    /** The experiment of the Lifeguard paper, in small: a quarter of the nodes barely run. */
    @Seeds(3)
    void aQuarterOfSlowNodesHarmsNobodyElse(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(32).seed(seed).scenario("slow nodes").seeds(0, 1, 2));
        for (int i = 0; i < 8; i++) {
            Play.stutter(cluster, 8 + i, Duration.ofSeconds(8), Duration.ofMillis(100), 8);
        }
        cluster.runFor(Duration.ofSeconds(66));
        assertThat(cluster.verdicts().all())
                .as("hung is not gone")
                .noneMatch(v -> v.status() == Status.DEAD);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("a quarter of slow nodes recovers", 32, seed, took);
    }

    @Seeds(5)
    void aRestartedNodeReplacesItsFormerLife(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("restart").seeds(0, 1, 2));
        cluster.crash(7);
        cluster.runFor(Duration.ofMillis(100));
        cluster.start(7, List.of(Play.instance("parcels-new")));
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
        Figures.say("restart at the same address", 30, seed, took);
        for (int i = 0; i < 30; i++) {
            assertThat(Play.catalogIds(cluster.node(i)))
                    .contains("parcels-new")
                    .doesNotContain("stock-7");
        }
        Play.assertOnlyBlamed(cluster, 7);
    }

    @Seeds(5)
    void aRestartUnderAClockThatWentBackIsAccepted(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(10).seed(seed).scenario("clock back").seeds(0, 1, 2));
        long former = cluster.node(7).id().generation();
        cluster.crash(7);
        cluster.start(7, former - 500);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
        Figures.say("restart, clock went back", 10, seed, took);
        assertThat(cluster.node(7).id().generation()).isGreaterThan(former);
    }

    @Seeds(3)
    void restartingAllOneAfterTheOtherLosesNobody(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(20).seed(seed).scenario("rolling").seeds(0, 1, 2));
        for (int i = 0; i < 20; i++) {
            cluster.leave(i);
            cluster.runFor(Duration.ofSeconds(1));
            cluster.start(i);
            cluster.runFor(Duration.ofSeconds(1));
        }
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Figures.say("rolling restart, after the last", 20, seed, took);
        assertThat(cluster.verdicts().all()).allMatch(v -> v.status() == Status.LEFT);
    }

    @Seeds(5)
    void aLeavingNodeIsGoneAtOnceAndNotDead(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("leave").seeds(0, 1, 2));
        cluster.leave(4);
        Duration took =
                cluster.runUntil(() -> Play.everyoneHolds(cluster, 4, Status.LEFT), AT_ONCE);
        Figures.say("leave", 30, seed, took);
        cluster.runUntil(() -> !cluster.node(4).isAlive(), Duration.ofSeconds(2));
        cluster.runFor(Duration.ofSeconds(30));
        assertThat(cluster.verdicts().all()).allMatch(v -> v.status() == Status.LEFT);
        assertThat(cluster.converged()).isTrue();
        assertThat(Play.catalogIds(cluster.node(0))).doesNotContain("stock-4");
    }

    /** One of the others did not hear of it by rumors alone. */
    @Test
    void nobodyIsForgottenInAFarewell() {
        aLeavingNodeIsGoneAtOnceAndNotDead(53233485);
    }

    @Seeds(5)
    void aFarewellReachesAHundredInAQuarterOfASecondThoughPacketsAreLost(long seed) {
        for (double loss : new double[] {0, 0.1, 0.2}) {
            SimCluster cluster =
                    Play.formed(SimCluster.of(100).seed(seed).scenario("leave").seeds(0, 1, 2));
            cluster.network().quality(LinkQuality.calm().withLoss(loss));
            cluster.leave(4);
            Duration took =
                    cluster.runUntil(
                            () -> Play.everyoneHolds(cluster, 4, Status.LEFT),
                            Duration.ofMillis(250));
            Figures.say("leave, loss " + loss, 100, seed, took);
        }
    }

    @Seeds(3)
    void aFarewellReachesManyMoreThanAreToldDirectly(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(400).seed(seed).scenario("leave").seeds(0, 1, 2));
        cluster.leave(4);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 4, Status.LEFT), Duration.ofSeconds(3));
        Figures.say("leave", 400, seed, took);
    }

    @Seeds(3)
    void aLostFarewellIsFoundLikeACrash(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(30).seed(seed).scenario("lost farewell").seeds(0, 1, 2));
        cluster.network().mute(4);
        cluster.leave(4);
        Duration bound = Play.detectionBound(cluster.node(4).config(), 30);
        Figures.say("a lost farewell", 30, seed, cluster.runUntil(cluster::converged, bound));
        Play.assertOnlyBlamed(cluster, 4);
    }

    @Seeds(5)
    void aFarewellNeverHarmsTheNextLife(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(10).seed(seed).scenario("leave, return").seeds(0, 1, 2));
        for (int i = 0; i < 20; i++) {
            cluster.leave(4);
            cluster.runUntil(() -> !cluster.node(4).isAlive(), Duration.ofSeconds(2));
            cluster.start(4);
            cluster.runFor(Duration.ofMillis(50 + i * seed % 200));
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
        assertThat(cluster.verdicts().all()).allMatch(v -> v.status() == Status.LEFT);
    }

    @Seeds(3)
    void theDeadAreForgottenInTime(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(5).seed(seed).scenario("reap").seeds(0, 1, 2));
        cluster.crash(3);
        cluster.leave(4);
        cluster.runFor(Duration.ofMinutes(70));
        assertThat(cluster.node(0).members()).hasSize(3);
        assertThat(cluster.node(1).status(3)).isEmpty();
        assertThat(cluster.converged()).isTrue();
    }
}
