package io.gossipdiscovery.sim;

import java.time.Duration;
import java.util.SplittableRandom;

/** Many small clusters, some with observers, each in a storm of its own. */
class SwarmTest {
    /** {@code -Dsim.swarm=10000} for a night. */
    @Seeds(value = 500, fresh = 20, countProperty = "sim.swarm")
    void everyClusterComesTogetherAfterItsStorm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int nodes = random.nextInt(3, 17);
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
        Play.assertNobodyWronged(cluster);
    }
}
