package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Finding;

import java.time.Duration;
import java.util.SplittableRandom;

/** Many small clusters, some with observers, each in a storm of its own. */
class SwarmTest {
    /** {@code -Dsim.swarm=10000} for a night. */
    @Seeds(value = 500, fresh = 20, countProperty = "sim.swarm")
    void everyClusterComesTogetherAfterItsStorm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimCluster cluster = afterItsStorm(random.nextInt(3, 17), seed, random);
        Play.assertNobodyWronged(cluster);
    }

    /** What was wrong for a while is known to be right, at the latest at the next look. */
    @Seeds(value = 50, fresh = 5, countProperty = "sim.swarm")
    void nobodyTakesItsAddressesForWrongForLongAfterAStorm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimCluster cluster = afterItsStorm(random.nextInt(3, 17), seed, random);
        Duration took = cluster.runUntil(() -> !isAnyAddressWrong(cluster), Duration.ofMinutes(2));
        Figures.say("addresses right after a storm", cluster.size(), seed, took);
    }

    private static boolean isAnyAddressWrong(SimCluster cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            SimNode node = cluster.node(i);
            if (node.isRunning() && node.findings().stream().anyMatch(Finding::isWrong)) {
                return true;
            }
        }
        return false;
    }

    private static SimCluster afterItsStorm(int nodes, long seed, SplittableRandom random) {
        int observers = Math.max(0, new SplittableRandom(seed ^ 0x0b5).nextInt(-2, 3));
        SimCluster cluster =
                SimCluster.of(nodes + observers)
                        .observers(observers)
                        .seed(seed)
                        .scenario("storm")
                        .seeds(0, 1)
                        .build();
        cluster.startAll();
        Storm storm = new Storm(cluster, seed);
        storm.rage(Duration.ofSeconds(random.nextInt(60, 121)));
        storm.end();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
        Figures.say("after a storm", nodes, seed, took);
        return cluster;
    }
}
