package io.gossipdiscovery.sim;

import static io.gossipdiscovery.sim.Play.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import java.time.Duration;
import java.util.List;

/** What happens to the network, and that beliefs survive it. */
class NetworkFaultTest {
    @Seeds(3)
    void nobodyDiesOfTwentyPercentLoss(long seed) {
        SimCluster cluster = formed(30, seed, "loss");
        cluster.network().quality(LinkQuality.calm().withLoss(0.2));
        cluster.runFor(Duration.ofMinutes(10));
        Figures.say(
                "suspicions in 10 min of 20 % loss",
                30, seed, "" + cluster.verdicts().of(Status.SUSPECT, Verdict.Kind.FALSE).size());
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        cluster.network().quality(LinkQuality.calm());
        cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
    }

    /** Steady news must not drown refutations, nor put off the repair of what was lost. */
    @Seeds(3)
    void nobodyDiesOfLossAndSteadyNews(long seed) {
        SimCluster cluster = formed(30, seed, "loss and news");
        cluster.network().quality(LinkQuality.calm().withLoss(0.3));
        for (int i = 0; i < 1_000; i++) {
            cluster.offer(3, List.of(Play.instance("parcels-" + i)));
            cluster.runFor(Duration.ofMillis(200));
        }
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
    }

    @Seeds(3)
    void aCrashIsFoundUnderLoss(long seed) {
        SimCluster cluster = formed(30, seed, "crash under loss");
        cluster.network().quality(LinkQuality.calm().withLoss(0.2));
        cluster.crash(1);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 1, Status.DEAD), Duration.ofSeconds(30));
        Figures.say("crash, 20 % loss", 30, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    void aHealedPartitionMerges(long seed) {
        SimCluster cluster = formed(30, seed, "partition");
        cluster.network().isolate(range(0, 15));
        cluster.runFor(Duration.ofSeconds(60));
        assertThat(cluster.converged(range(0, 15))).isTrue();
        assertThat(cluster.converged(range(15, 30))).isTrue();
        cluster.offer(3, List.of(Play.instance("parcels-3")));
        cluster.offer(20, List.of(Play.instance("parcels-20")));
        cluster.runFor(Duration.ofSeconds(1));
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("partition 15/15 of 60 s heals", 30, seed, took);
        assertThat(Play.catalogIds(cluster.node(20))).contains("parcels-3", "parcels-20");
        assertThat(Play.catalogIds(cluster.node(3))).contains("parcels-3", "parcels-20");
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    void aPartitionThatOutlivesTheMemoryOfTheDeadMerges(long seed) {
        SimCluster cluster = formed(10, seed, "long partition");
        cluster.network().isolate(range(0, 5));
        cluster.runFor(Duration.ofHours(2));
        assertThat(cluster.node(7).status(1)).isEmpty();
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("partition 5/5 of 2 h heals", 10, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    void oneCutLinkHarmsNobody(long seed) {
        SimCluster cluster = formed(10, seed, "cut link");
        cluster.network().block(2, 3);
        cluster.network().block(3, 2);
        cluster.runFor(Duration.ofMinutes(3));
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(3)
    void withoutDatagramsStreamsKeepANodeAlive(long seed) {
        SimCluster cluster = formed(10, seed, "no datagrams");
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                cluster.network().block(Lane.DATAGRAM, i, 4);
                cluster.network().block(Lane.DATAGRAM, 4, i);
            }
        }
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
    }

    @Seeds(3)
    void aDeafNodeBlamesNobody(long seed) {
        SimCluster cluster = formed(30, seed, "deaf");
        cluster.network().deafen(4);
        cluster.runFor(Duration.ofSeconds(60));
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("a deaf node hears again", 30, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    void aMuteNodeIsHeardAgain(long seed) {
        SimCluster cluster = formed(30, seed, "mute");
        cluster.network().mute(4);
        cluster.runFor(Duration.ofSeconds(60));
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("a mute node is heard again", 30, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    /**
     * Four of five packets that node 4 sends are lost: it believes nonsense, and nobody else does.
     */
    @Seeds(20)
    void oneSickNodeHarmsNobodyElse(long seed) {
        SimCluster cluster = formed(30, seed, "sick node");
        for (int i = 0; i < 30; i++) {
            cluster.network().quality(4, i, LinkQuality.calm().withLoss(0.8));
        }
        cluster.runFor(Duration.ofMinutes(5));
        assertThat(cluster.verdicts().falseDeaths())
                .allMatch(
                        v ->
                                v.observer() == 4
                                        || v.subject().address().equals(cluster.node(4).address()));
    }

    @Seeds(3)
    void duplicatedAndReorderedPacketsChangeNothing(long seed) {
        SimCluster cluster = formed(20, seed, "duplicates");
        cluster.network()
                .quality(
                        LinkQuality.calm()
                                .withDuplication(0.5)
                                .withStragglers(0.1, Duration.ofSeconds(5)));
        for (int i = 0; i < 20; i++) {
            cluster.offer(i, List.of(Play.instance("parcels-" + i)));
            cluster.runFor(Duration.ofSeconds(3));
        }
        cluster.leave(11);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        cluster.runFor(Duration.ofSeconds(10));
        assertThat(cluster.converged()).isTrue();
    }

    @Seeds(5)
    void spoiltPacketsChangeNothing(long seed) {
        SimCluster cluster = formed(10, seed, "corruption");
        cluster.network().quality(LinkQuality.calm().withCorruption(0.02));
        for (int i = 0; i < 100; i++) {
            cluster.offer(i % 10, List.of(Play.instance("parcels-" + i)));
            cluster.runFor(Duration.ofSeconds(2));
        }
        assertThat(cluster.node(0).rejections()).isPositive();
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        cluster.network().quality(LinkQuality.calm());
        cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
    }

    private static SimCluster formed(int nodes, long seed, String scenario) {
        return Play.formed(
                SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, nodes / 2, nodes - 1));
    }
}
