package io.gossipdiscovery.network;

import static io.gossipdiscovery.network.Cluster.VICTIM;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** What happens on the way to and from one node. */
@RealNetwork
class CutNodeIT {
    private static final int SECONDS = 20;

    /** Without any, no probe needs a stream. */
    private static final int LOSS_PERCENT = 15;

    @RegisterExtension final Cluster cluster = new Cluster();

    @Test
    void aSilentNodeIsGoneEverywhereOnceAndBackAfterwards() {
        long generation = cluster.observations().generation(VICTIM);
        long cut = System.nanoTime();
        cluster.faults().silence(VICTIM);
        cluster.awaitGone(generation, cut);
        backAfterwards();
    }

    @Test
    void aDeafNodeIsGoneEverywhereOnceAndBackAfterwards() {
        long generation = cluster.observations().generation(VICTIM);
        long cut = System.nanoTime();
        cluster.faults().loseIngress(VICTIM);
        cluster.awaitGone(generation, cut);
        cluster.lasts(SECONDS);
        backAfterwards();
    }

    @Test
    void aMuteNodeIsGoneEverywhereOnceAndBackAfterwards() {
        long generation = cluster.observations().generation(VICTIM);
        long cut = System.nanoTime();
        cluster.faults().loseEgress(VICTIM);
        cluster.awaitGone(generation, cut);
        cluster.lasts(SECONDS);
        backAfterwards();
    }

    @Test
    void aNodeWithoutDatagramsIsReachedByStreams() {
        cluster.faults().loseUdp(VICTIM);
        cluster.lasts(SECONDS);
        cluster.nobodyWasDeclaredDead();
        heal();
    }

    @Test
    void aNodeWithoutStreamsIsReachedByDatagramsEvenIfSomeAreLost() {
        cluster.faults().loseTcp(VICTIM);
        cluster.faults().lose(LOSS_PERCENT);
        cluster.lasts(SECONDS);
        cluster.nobodyWasDeclaredDead();
        heal();
    }

    @Test
    void aFirewallThatRefusesStreamsKillsNobodyEvenIfDatagramsAreLost() {
        cluster.faults().refuseTcp(VICTIM);
        cluster.faults().lose(LOSS_PERCENT);
        cluster.lasts(SECONDS);
        cluster.nobodyWasDeclaredDead();
        heal();
    }

    @Test
    void aFirewallOfOneObserverThatRefusesKillsNobody() {
        cluster.faults().refuseLink(1, VICTIM);
        cluster.faults().loseUdp(VICTIM); // else helpers answer before a stream is tried
        cluster.lasts(SECONDS);
        cluster.nobodyWasDeclaredDead();
        heal();
    }

    @Test
    void aCutLinkBetweenTwoKillsNeither() {
        cluster.faults().part(List.of(1), List.of(VICTIM));
        cluster.lasts(SECONDS);
        cluster.nobodyWasDeclaredDead();
        heal();
    }

    private void backAfterwards() {
        heal();
        // The victim is right that it reaches nobody; the others have no such excuse.
        cluster.nobodyElseWasDeclaredDeadByOthers();
        cluster.nobodyWasDeclaredDeadTwice();
    }

    private void heal() {
        long healed = System.nanoTime();
        cluster.faults().heal();
        cluster.awaitWhole(healed);
    }
}
