package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.memberlist.MemberlistModel;
import io.gossipdiscovery.sim.memberlist.Settings;

import java.time.Duration;

/** That the model does what memberlist is known to do. */
class MemberlistModelTest {
    @Seeds(3)
    void theModelFormsAClusterAndNobodyDoubtsAnybody(long seed) {
        SimCluster cluster = formed(32, seed);
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(cluster.verdicts().all()).isEmpty();
    }

    @Seeds(3)
    void theModelFindsACrashWithinTheTimeThatAgentsWereMeasuredToTake(long seed) {
        SimCluster cluster = formed(32, seed);
        cluster.crash(5);
        Duration took =
                cluster.runUntil(
                        () -> Play.everyoneHolds(cluster, 5, Status.DEAD), Duration.ofSeconds(30));
        assertThat(took).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(15));
    }

    private static SimCluster formed(int nodes, long seed) {
        SimCluster cluster =
                SimCluster.of(nodes)
                        .seed(seed)
                        .scenario("model")
                        .machine(new MemberlistModel(Settings.serf()))
                        .build();
        cluster.startAll();
        cluster.runUntil(cluster::converged, Duration.ofMinutes(3));
        return cluster;
    }
}
