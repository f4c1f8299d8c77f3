package io.gossipdiscovery.sim;

import static io.gossipdiscovery.sim.Play.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.swim.Lane;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** That differing views become equal, by whichever way is open, at the cost of the difference. */
class SyncScenarioTest {
    @Seeds(3)
    void aLostUpdateIsRepaired(long seed) {
        SimCluster cluster = formed(32, seed, "lost update");
        loseAnUpdate(cluster, 7, 3);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
        Figures.say("a lost update is repaired", 32, seed, took);
    }

    /** All that a node believes takes about 40 KB here. */
    @Seeds(1)
    void oneDifferenceAmongManyCostsLittle(long seed) {
        int nodes = 300;
        SimCluster cluster = formed(nodes, seed, "one difference");
        loseAnUpdate(cluster, 7, 3);
        List<Traffic> before = Play.trafficOfEach(cluster);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
        List<Traffic> after = Play.trafficOfEach(cluster);
        for (int i = 0; i < nodes; i++) {
            assertThat(after.get(i).since(before.get(i)).bytes()).isLessThan(8_000);
        }
    }

    @Seeds(3)
    void whereStreamsAreBlockedANodeJoinsByDatagrams(long seed) {
        SimCluster cluster = formedBut(30, seed, "no streams", Lane.STREAM);
        cluster.start(29);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        Figures.say("a join without streams", 30, seed, took);
    }

    @Seeds(3)
    void whereDatagramsAreBlockedANodeJoinsByStreams(long seed) {
        SimCluster cluster = formedBut(30, seed, "no datagrams", Lane.DATAGRAM);
        cluster.start(29);
        cluster.runUntil(() -> isKnownAndKnowing(cluster, 29), Duration.ofSeconds(20));
        assertThat(cluster.node(3).status(29)).isPresent();
    }

    static boolean isKnownAndKnowing(SimCluster cluster, int node) {
        return cluster.node(node).members().size() == cluster.size()
                && IntStream.range(0, cluster.size())
                        .allMatch(i -> cluster.node(i).status(node).isPresent());
    }

    private static SimCluster formed(int nodes, long seed, String scenario) {
        return Play.formed(SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, 1, 2));
    }

    /** One node of the cluster is not started yet, and one lane to it is blocked. */
    static SimCluster formedBut(int nodes, long seed, String scenario, Lane lane) {
        SimCluster cluster =
                SimCluster.of(nodes).seed(seed).scenario(scenario).seeds(0, 1, 2).build();
        int late = nodes - 1;
        for (int i : range(0, late)) {
            cluster.start(i);
            cluster.network().block(lane, i, late);
            cluster.network().block(lane, late, i);
        }
        cluster.runUntil(() -> cluster.converged(range(0, late)), Duration.ofSeconds(10));
        return cluster;
    }

    /** A node changes its offer, and another hears nothing until nobody tells it any more. */
    static void loseAnUpdate(SimCluster cluster, int deaf, int owner) {
        cluster.network().deafen(deaf);
        cluster.offer(owner, List.of(Play.instance("parcels-" + owner)));
        cluster.runFor(Duration.ofMillis(1300));
        cluster.network().heal();
        assertThat(cluster.converged()).isFalse();
    }
}
