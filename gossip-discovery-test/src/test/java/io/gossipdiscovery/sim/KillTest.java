package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;

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

    private static SimCluster formed(int nodes, long seed, String scenario) {
        return Play.formed(SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, 1, 2));
    }
}
