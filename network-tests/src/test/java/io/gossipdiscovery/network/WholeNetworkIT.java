package io.gossipdiscovery.network;

import static io.gossipdiscovery.network.Cluster.NODES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What happens to the network as a whole. */
@RealNetwork
class WholeNetworkIT {
    private static final int LOSS_SECONDS = 20;
    private static final int PARTITION_SECONDS = 20;

    @RegisterExtension final Cluster cluster = new Cluster();

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30})
    void lossKillsNobody(int percent) {
        cluster.faults().lose(percent);
        cluster.lasts(LOSS_SECONDS);
        cluster.nobodyWasDeclaredDead();

        long healed = System.nanoTime();
        cluster.faults().heal();
        cluster.awaitWhole(healed);
    }

    @Test
    void twoSidesOfAPartitionGoOnAloneAndFindEachOtherAgain() {
        List<Integer> one = Observations.nodes(1, NODES / 2);
        List<Integer> other = cluster.real().others(one.toArray(Integer[]::new));
        cluster.faults().part(one, other);
        awaitApart(one, other);
        awaitApart(other, one);
        cluster.real().awaitKnown(one, one, Cluster.LIMIT);
        cluster.real().awaitKnown(other, other, Cluster.LIMIT);
        cluster.lasts(PARTITION_SECONDS);

        long healed = System.nanoTime();
        cluster.faults().heal();
        cluster.awaitWhole(healed);
        cluster.nobodyWasDeclaredDeadTwice();
    }

    private void awaitApart(List<Integer> observers, List<Integer> subjects) {
        cluster.real()
                .await(
                        observers + " count none of " + subjects,
                        () -> subjects.stream().allMatch(s -> isGone(observers, s)),
                        () -> subjects.stream().filter(s -> !isGone(observers, s)).toList(),
                        Cluster.LIMIT);
    }

    private boolean isGone(List<Integer> observers, int subject) {
        Observations seen = cluster.observations();
        return seen.isGone(observers, subject, seen.generation(subject));
    }
}
