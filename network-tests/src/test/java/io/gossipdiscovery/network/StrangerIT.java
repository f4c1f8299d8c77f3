package io.gossipdiscovery.network;

import static io.gossipdiscovery.network.Cluster.LIMIT;
import static io.gossipdiscovery.network.Cluster.NODES;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What happens when somebody else is at the port, or talks to it. */
@RealNetwork
class StrangerIT {
    private static final int STRANGER = 100;
    private static final int NEWCOMER = NODES + 1;
    private static final int ROUNDS = 3;

    @RegisterExtension final Cluster cluster = new Cluster();

    @Test
    void httpAndNonsenseAreCountedAndHurtNobody() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        String nodes = Integer.toString(NODES);
        String self = Integer.toString(STRANGER);
        Process stranger =
                cluster.real().stranger(Stranger.class, List.of(self, nodes, Long.toString(seed)));
        BufferedReader said = stranger.inputReader();
        assertThat(said.readLine()).isEqualTo("serves");

        for (int round = 0; round < ROUNDS; round++) {
            stranger.getOutputStream().write('\n');
            stranger.getOutputStream().flush();
            assertThat(said.readLine()).isEqualTo("talked");
        }

        for (int node : cluster.real().nodes()) {
            awaitCounted(node, "rejected.foreign");
            assertThat(cluster.observations().count(node, "failures")).isZero();
        }
        cluster.nobodyWasDeclaredDead();
        joinsAlthoughOneSeedIsSomebodyElse();
    }

    private void joinsAlthoughOneSeedIsSomebodyElse() {
        AgentProcess newcomer = cluster.real().process(1, List.of(STRANGER, 1));
        long begun = System.nanoTime();
        cluster.real().start(newcomer, NEWCOMER, 1);
        cluster.awaitWhole(begun);
        cluster.nobodyWasDeclaredDead();
    }

    private void awaitCounted(int node, String counter) {
        cluster.real()
                .await(
                        "node " + node + " counts " + counter,
                        () -> {
                            cluster.real().home(node).say("count " + node);
                            return cluster.observations().count(node, counter) > 0;
                        },
                        () -> cluster.observations().count(node, counter),
                        LIMIT);
    }
}
