package io.gossipdiscovery.network;

import static io.gossipdiscovery.network.Cluster.LIMIT;
import static io.gossipdiscovery.network.Cluster.VICTIM;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to processes. */
@RealNetwork
class ProcessFaultIT {
    @RegisterExtension final Cluster cluster = new Cluster();

    @Test
    void aKilledProcessIsGoneEverywhereAndItsNextLifeIsKnown() {
        long former = cluster.observations().generation(VICTIM);
        long killed = cluster.victim().kill();
        cluster.awaitGone(former, killed);
        cluster.nobodyWasDeclaredDeadBut(VICTIM);

        long again = System.nanoTime();
        cluster.real().forget(cluster.victim());
        cluster.real().start(VICTIM, 1);
        cluster.awaitWhole(again);
        assertThat(cluster.observations().generation(VICTIM)).isGreaterThan(former);
        cluster.nobodyWasDeclaredDeadTwice();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 20})
    void aStoppedProcessIsAvoidedAndNeverDeclaredDead(int seconds) {
        long hung = cluster.victim().hang();
        cluster.awaitAvoided(hung);
        cluster.pass(seconds - (int) ((System.nanoTime() - hung) / 1_000_000_000));
        long continued = cluster.victim().goOn();
        cluster.awaitWhole(continued);
        cluster.nobodyWasDeclaredDead();
    }

    @Test
    void aNodeThatLeavesHasLeftAndWasNotDeclaredDead() {
        long generation = cluster.observations().generation(VICTIM);
        cluster.victim().say("leave " + VICTIM);
        long said = System.nanoTime();
        cluster.awaitGone(generation, said);
        cluster.nobodyWasDeclaredDead();
    }

    @Test
    void anOfferReachesEverybody() {
        int mark = cluster.observations().mark();
        cluster.victim().say("register " + VICTIM + " second");
        cluster.real()
                .await(
                        "the offer is known everywhere",
                        () -> offers(mark) == cluster.others().size(),
                        () -> offers(mark),
                        LIMIT);
    }

    private long offers(int mark) {
        return cluster
                .observations()
                .since(mark, e -> e.kind() == Event.Kind.OFFER && e.subject() == VICTIM)
                .stream()
                .map(Event::observer)
                .distinct()
                .count();
    }
}
