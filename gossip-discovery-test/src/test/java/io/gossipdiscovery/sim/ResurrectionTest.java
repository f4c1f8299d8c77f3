package io.gossipdiscovery.sim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.config.SyncConfig;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small clusters that forget their dead after twenty seconds, whose nodes sleep, part, leave and
 * die: nobody ever comes to know a life that is long over. The invariant is checked at every change
 * of belief; here are the histories.
 */
class ResurrectionTest {
    private static final Duration HORIZON = Duration.ofSeconds(20);

    /** {@code -Dsim.histories=100000} for a report. */
    @Seeds(value = 300, fresh = 20, countProperty = "sim.histories")
    void theDeletedStayDeleted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int nodes = random.nextInt(3, 7);
        SimCluster cluster =
                SimCluster.of(nodes)
                        .seed(seed)
                        .scenario("tombstones")
                        .config(forgetful())
                        .seeds(0, 1)
                        .build();
        cluster.startAll();
        for (int i = 0; i < 8; i++) {
            cluster.runFor(Duration.ofMillis(random.nextInt(100, 25_000)));
            happen(cluster, random);
        }
        cluster.network().heal();
        for (int i = 0; i < nodes; i++) {
            awake(cluster, i);
        }
        for (int seedNode = 0; seedNode < 2; seedNode++) {
            if (!cluster.node(seedNode).isAlive()) {
                cluster.start(seedNode); // somebody who remembers nothing
            }
        }
        cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
    }

    private static void happen(SimCluster cluster, SplittableRandom random) {
        int node = random.nextInt(cluster.size());
        SimNode chosen = cluster.node(node);
        switch (random.nextInt(6)) {
            case 0 -> awake(cluster, node);
            case 1, 2 -> {
                if (chosen.isRunning()) {
                    cluster.pause(node);
                }
            }
            case 3 -> {
                if (chosen.isAlive()) {
                    cluster.crash(node);
                } else {
                    cluster.start(node);
                }
            }
            case 4 -> {
                if (chosen.isRunning()) {
                    cluster.leave(node);
                }
            }
            default -> {
                cluster.network().heal();
                if (random.nextBoolean()) {
                    cluster.network().isolate(node, random.nextInt(cluster.size()));
                }
                if (chosen.isRunning()) {
                    cluster.offer(node, List.of(Play.instance("parcels-" + random.nextInt())));
                }
            }
        }
    }

    private static void awake(SimCluster cluster, int node) {
        if (cluster.node(node).isAlive() && !cluster.node(node).isRunning()) {
            cluster.resume(node);
        }
    }

    /** Whoever is silent is dead long before the dead are forgotten, as it is by default. */
    private static GossipConfig forgetful() {
        SyncConfig usual = GossipConfig.lan().build().sync();
        Duration soon = Duration.ofSeconds(3);
        return GossipConfig.lan()
                .suspicion(new SuspicionConfig(Duration.ofSeconds(1), 3, 3, soon, soon))
                .sync(
                        new SyncConfig(
                                usual.quiet(),
                                usual.interval(),
                                usual.joinInterval(),
                                usual.rejoinInterval(),
                                HORIZON))
                .build();
    }
}
