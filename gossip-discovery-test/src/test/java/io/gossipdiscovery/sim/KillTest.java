package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import java.time.Duration;
import java.util.List;

/** A process ends and its host says so: what that is worth, and what it must not be worth. */
class KillTest {
    @Seeds(5)
    void aKilledProcessIsGoneForAllInThreeAndThirty(long seed) {
        for (int nodes : new int[] {2, 3, 4, 30}) {
            SimCluster cluster = formed(nodes, seed, "kill");
            cluster.kill(1);
            Duration took =
                    cluster.runUntil(
                            () -> Play.everyoneHolds(cluster, 1, Status.DEAD),
                            Play.detectionBound(GossipConfig.lan().build(), nodes));
            Figures.say("kill", nodes, seed, took);
            Play.assertOnlyBlamed(cluster, 1);
            Play.assertNobodyWronged(cluster);
        }
    }

    @Seeds(5)
    void halfOfTheClusterMayBeKilledAtOnce(long seed) {
        SimCluster cluster = formed(32, seed, "mass kill");
        for (int i = 1; i < 32; i += 2) {
            cluster.kill(i);
        }
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(40));
        Figures.say("half of the cluster is killed", 32, seed, took);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(5)
    void aKilledProcessThatComesBackIsNeverMissedForLong(long seed) {
        for (int millis : new int[] {100, 1_000, 10_000}) {
            SimCluster cluster = formed(30, seed, "kill and restart after " + millis + " ms");
            cluster.kill(7);
            cluster.runFor(Duration.ofMillis(millis));
            cluster.start(7, List.of(Play.instance("parcels-new")));
            Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
            Figures.say("back " + millis + " ms after a kill", 30, seed, took);
            for (int i = 0; i < 30; i++) {
                assertThat(Play.catalogIds(cluster.node(i)))
                        .contains("parcels-new")
                        .doesNotContain("stock-7");
            }
            Play.assertOnlyBlamed(cluster, 7);
            Play.assertNobodyWronged(cluster);
        }
    }

    @Seeds(3)
    void aKillIsKnownToAlmostAllInAFractionOfASecondAtAnySize(long seed) {
        for (int nodes : new int[] {32, 100}) {
            SimCluster cluster = formed(nodes, seed, "kill in a large cluster");
            cluster.kill(7);
            Duration took =
                    cluster.runUntil(
                            () -> Play.everyoneHolds(cluster, 7, Status.DEAD),
                            Duration.ofSeconds(6));
            Figures.say("kill, the last of all", nodes, seed, took);
            List<Duration> times = cluster.verdicts().detectionTimes(7);
            assertThat(times)
                    .filteredOn(time -> time.toMillis() < 500)
                    .as("all but those whom the rumor missed, and a sync must tell")
                    .hasSizeGreaterThan(nodes - 1 - Math.max(2, nodes / 100));
            Play.assertOnlyBlamed(cluster, 7);
            Play.assertNobodyWronged(cluster);
        }
    }

    @Seeds(5)
    void whoIsKilledWhileHungIsGoneAsQuickly(long seed) {
        SimCluster cluster = formed(30, seed, "hung, then killed");
        cluster.pause(7);
        cluster.runFor(Duration.ofSeconds(10));
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        cluster.kill(7);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 7, Status.DEAD), Duration.ofSeconds(5));
        Figures.say("killed while hung", 30, seed, took);
        assertThat(cluster.verdicts().detectionTimes(7))
                .filteredOn(time -> time.toMillis() < 500)
                .hasSizeGreaterThan(26);
    }

    /** No connection breaks, and the time to refute is that of somebody who may only be paused. */
    @Seeds(5)
    void whoIsKilledWhileHungIsGoneWithinTheTimeForTheHungWhereThereAreNoLifelines(long seed) {
        GossipConfig lan = GossipConfig.lan().build();
        GossipConfig config = GossipConfig.lan().probe(lan.probe().withLifelines(0)).build();
        SimCluster cluster =
                Play.formed(
                        SimCluster.of(30)
                                .seed(seed)
                                .scenario("hung, then killed, no lifelines")
                                .config(config)
                                .seeds(0, 1, 2));
        cluster.pause(7);
        cluster.runFor(Duration.ofSeconds(10));
        assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        cluster.kill(7);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 7, Status.DEAD),
                        config.suspicion().hungTimeout());
        Figures.say("killed while hung, no lifelines", 30, seed, took);
        Play.assertOnlyBlamed(cluster, 7);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(5)
    void aFirewallThatRefusesConnectionsKillsNobody(long seed) {
        for (boolean isForAll : new boolean[] {false, true}) {
            SimCluster cluster = formed(10, seed, "firewall");
            cluster.network().quality(LinkQuality.calm().withLoss(0.05));
            for (int i = 0; i < 10; i++) {
                if (i != 4 && (isForAll || i == 5)) {
                    cluster.network().reject(i, 4);
                }
            }
            for (int i = 0; i < 60; i++) {
                cluster.network().cutLifelines();
                cluster.runFor(Duration.ofSeconds(1));
            }
            assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        }
    }

    /** With its datagrams lost, always or now and then: the third knows better. */
    @Seeds(10)
    void aFirewallOfOneObserverKillsNobodyAmongThree(long seed) {
        for (boolean isLink : new boolean[] {false, true}) {
            SimCluster cluster = formed(3, seed, "firewall among three");
            cluster.network().reject(0, 1);
            if (isLink) {
                cluster.network().block(Lane.DATAGRAM, 0, 1);
            } else {
                cluster.network().quality(LinkQuality.calm().withLoss(0.2));
            }
            cluster.runFor(Duration.ofSeconds(60));
            assertThat(cluster.verdicts().all()).noneMatch(v -> v.status() == Status.DEAD);
        }
    }

    @Seeds(5)
    void cuttingLifelinesConvictsNobody(long seed) {
        SimCluster cluster = formed(30, seed, "middlebox");
        for (int i = 0; i < 30; i++) {
            cluster.network().cutLifelines();
            cluster.runFor(Duration.ofSeconds(2));
        }
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(5)
    void aNodeThatIsRefusedByAllAndHearsNobodyKillsNobodyElse(long seed) {
        int sick = 3;
        SimCluster cluster = formed(30, seed, "all refuse one");
        for (int i = 0; i < 30; i++) {
            if (i != sick) {
                cluster.network().reject(sick, i);
                cluster.network().block(Lane.DATAGRAM, i, sick);
            }
        }
        cluster.network().cutLifelines();
        cluster.runFor(Duration.ofSeconds(30));
        assertThat(cluster.verdicts().all())
                .filteredOn(v -> v.observer() != sick && v.status() == Status.DEAD)
                .allMatch(v -> v.subject().address().equals(cluster.node(sick).address()));
    }

    private static SimCluster formed(int nodes, long seed, String scenario) {
        return Play.formed(SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, 1, 2));
    }
}
