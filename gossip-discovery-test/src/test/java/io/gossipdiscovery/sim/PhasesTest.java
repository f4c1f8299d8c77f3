package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import java.time.Duration;

/** Nodes that were started in the same instant do not probe in the same instant for ever. */
class PhasesTest {
    private static final int NODES = 100;
    private static final int PARTS = 50;

    @Seeds(3)
    void probesAreSpreadOverThePeriod(long seed) {
        SimCluster cluster =
                Play.formed(SimCluster.of(NODES).seed(seed).scenario("phases").seeds(0, 1, 2));
        cluster.runFor(Duration.ofSeconds(30));
        Duration part = GossipConfig.lan().build().probe().interval().dividedBy(PARTS);
        long most = 0;
        int silent = 0;
        for (int i = 0; i < PARTS; i++) {
            long before = datagrams(cluster);
            cluster.runFor(part);
            long sent = datagrams(cluster) - before;
            most = Math.max(most, sent);
            silent += sent == 0 ? 1 : 0;
        }
        Figures.say("most datagrams of 200 in 20 ms of a second", NODES, seed, "" + most);
        assertThat(most).as("of 200, 4 on average").isLessThan(24);
        assertThat(silent).as("of 50 parts, 7 would be silent by chance").isLessThan(20);
    }

    private static long datagrams(SimCluster cluster) {
        long sum = 0;
        for (int i = 0; i < NODES; i++) {
            sum += cluster.node(i).traffic().datagrams();
        }
        return sum;
    }
}
