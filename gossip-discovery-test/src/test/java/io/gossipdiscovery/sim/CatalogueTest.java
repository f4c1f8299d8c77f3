package io.gossipdiscovery.sim;

import static io.gossipdiscovery.sim.Play.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import org.junit.jupiter.api.DisplayName;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Scenarios by their number in {@code docs/scenarios.md}, as far as no test with another subject
 * shows them.
 */
class CatalogueTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Seeds(5)
    @DisplayName("S5: a pause of 5 to 25 s removes nobody, and is over within a second")
    void aPauseIsSurvived(long seed) {
        SimCluster cluster = formed(16, seed, "S5");
        cluster.pause(7);
        cluster.runFor(Duration.ofSeconds(5 + 5 * (seed % 5)));
        cluster.resume(7);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(1));
        cluster.runFor(SOON);
        assertThat(deaths(cluster)).isZero();
    }

    @Seeds(3)
    @DisplayName("S6: who pauses for longer is removed once, and is back within two seconds")
    void whoPausesTooLongIsReadmitted(long seed) {
        SimCluster cluster = formed(16, seed, "S6");
        cluster.pause(7);
        cluster.runFor(Duration.ofSeconds(90));
        assertThat(Play.everyoneHolds(cluster, 7, Status.DEAD)).isTrue();
        cluster.resume(7);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(2));
        cluster.runFor(SOON);
        assertThat(mostRemovals(cluster, 7)).isEqualTo(1);
        assertThat(Play.catalogIds(cluster.node(0))).contains("stock-7");
        Play.assertOnlyBlamed(cluster, 7);
    }

    @Seeds(6)
    @DisplayName("S11: a restart after 0.1, 1 or 10 s is the new life for all, at once")
    void aRestartReplacesTheFormerLife(long seed) {
        SimCluster cluster = formed(16, seed, "S11");
        cluster.crash(7);
        cluster.runFor(Duration.ofMillis(new int[] {100, 1000, 10_000}[(int) (seed % 3)]));
        cluster.start(7);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(2));
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName("S15: without streams datagrams keep a node alive")
    void withoutStreamsDatagramsKeepANodeAlive(long seed) {
        SimCluster cluster = formed(10, seed, "S15");
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                cluster.network().block(Lane.STREAM, i, 4);
                cluster.network().block(Lane.STREAM, 4, i);
            }
        }
        cluster.offer(4, List.of(Play.instance("parcels-4")));
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(cluster.verdicts().all()).isEmpty();
        assertThat(Play.catalogIds(cluster.node(0))).contains("parcels-4");
    }

    @Seeds(3)
    @DisplayName("S17: who is not heard is removed once, and blames nobody in the eyes of others")
    void whoIsNotHeardIsRemovedOnce(long seed) {
        SimCluster cluster = formed(16, seed, "S17");
        cluster.network().mute(7);
        cluster.runFor(Duration.ofSeconds(60));
        assertThat(mostRemovals(cluster, 7)).isEqualTo(1);
        cluster.network().heal();
        cluster.runUntil(cluster::converged, SOON);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName("S20: groups that see a third but not each other hold all for alive")
    void anAsymmetricPartitionIsRoutedAround(long seed) {
        SimCluster cluster = formed(15, seed, "S20");
        for (int one = 5; one < 10; one++) {
            for (int other = 10; other < 15; other++) {
                cluster.network().block(one, other);
                cluster.network().block(other, one);
            }
        }
        cluster.offer(6, List.of(Play.instance("parcels-6")));
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(deaths(cluster)).isZero();
        assertThat(Play.catalogIds(cluster.node(12))).contains("parcels-6");
    }

    @Seeds(3)
    @DisplayName("S35: joiners find the cluster though the first seed dies amid the storm")
    void aJoinStormSurvivesItsSeed(long seed) {
        SimCluster cluster = SimCluster.of(40).seed(seed).scenario("S35").seeds(0, 1, 2).build();
        cluster.startAll();
        cluster.runFor(Duration.ofMillis(5));
        cluster.crash(0);
        cluster.runUntil(cluster::converged, SOON);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName("S37: seeds that all restart are found by those who stayed")
    void restartedSeedsAreFoundAgain(long seed) {
        SimCluster cluster = formed(16, seed, "S37");
        for (int i = 0; i < 3; i++) {
            cluster.crash(i);
        }
        cluster.runFor(Duration.ofSeconds(30));
        for (int i = 0; i < 3; i++) {
            cluster.start(i);
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName("S39: seeds that are oneself, named twice or never there do no harm")
    void oddSeedsDoNoHarm(long seed) {
        SimCluster cluster =
                SimCluster.of(9)
                        .seed(seed)
                        .scenario("S39")
                        .seeds(node -> new int[] {node, 1, 1, 8, 8, 2})
                        .build();
        for (int i = 0; i < 8; i++) {
            cluster.start(i);
        }
        cluster.runUntil(cluster::converged, SOON);
        cluster.runFor(Duration.ofMinutes(1));
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(3)
    @DisplayName("S43: the last tenth of a cluster agrees on who is left")
    void aTenthThatIsLeftAgrees(long seed) {
        SimCluster cluster = formed(40, seed, "S43");
        for (int i = 4; i < 40; i++) {
            cluster.crash(i);
        }
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
        Figures.say("nine tenths crash", 40, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName(
            "S46: a node that comes and goes every 5 s harms nobody else, and is held in the end")
    void aFlappingNodeHarmsNobodyElse(long seed) {
        SimCluster cluster = formed(16, seed, "S46");
        for (int i = 0; i < 12; i++) {
            cluster.crash(7);
            cluster.runFor(Duration.ofSeconds(5));
            cluster.start(7);
            cluster.runFor(Duration.ofSeconds(5));
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        Play.assertOnlyBlamed(cluster, 7);
    }

    @Seeds(3)
    @DisplayName("S50: nodes with other intervals and time-outs live together")
    void settingsMayDiffer(long seed) {
        GossipConfig quick = GossipConfig.local().build();
        GossipConfig slow =
                GossipConfig.lan()
                        .probe(
                                new ProbeConfig(
                                        Duration.ofSeconds(3), Duration.ofMillis(500), 3, 3, 8))
                        .build();
        SimCluster cluster =
                Play.formed(
                        SimCluster.of(12)
                                .seed(seed)
                                .scenario("S50")
                                .config(node -> node % 2 == 0 ? quick : slow)
                                .seeds(0, 1, 2));
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(cluster.verdicts().all()).isEmpty();
        cluster.crash(7);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(40));
        Play.assertOnlyBlamed(cluster, 7);
    }

    @Seeds(3)
    @DisplayName("S52: a host that is suspended for a minute accuses nobody when it wakes")
    void aSuspendedHostAccusesNobody(long seed) {
        SimCluster cluster = formed(16, seed, "S52");
        Arrays.stream(range(8, 12)).forEach(cluster::pause);
        cluster.runFor(Duration.ofSeconds(60));
        Arrays.stream(range(8, 12)).forEach(cluster::resume);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        cluster.runFor(SOON);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(3)
    @DisplayName(
            "S57: an owner that changes its offer all the time harms nobody, and all have the last")
    void anOfferThatChangesAllTheTimeHarmsNobody(long seed) {
        SimCluster cluster = formed(16, seed, "S57");
        for (int i = 0; i < 1000; i++) {
            cluster.offer(5, List.of(Play.instance("parcels-" + i)));
            cluster.runFor(Duration.ofMillis(20));
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(2));
        assertThat(cluster.verdicts().all()).isEmpty();
        assertThat(Play.catalogIds(cluster.node(0))).contains("parcels-999");
    }

    private static SimCluster formed(int nodes, long seed, String name) {
        return Play.formed(SimCluster.of(nodes).seed(seed).scenario(name).seeds(0, 1, 2));
    }

    private static long deaths(SimCluster cluster) {
        return cluster.verdicts().all().stream().filter(v -> v.status() == Status.DEAD).count();
    }

    /** How often the observer that removed it most often did so; what it believes is not asked. */
    private static long mostRemovals(SimCluster cluster, int subject) {
        long[] removals = new long[cluster.size()];
        for (Verdict verdict : cluster.verdicts().all()) {
            boolean isIt = verdict.subject().address().equals(cluster.node(subject).address());
            if (isIt && verdict.status() == Status.DEAD) {
                removals[verdict.observer()]++;
            }
        }
        return Arrays.stream(removals).max().orElseThrow();
    }
}
