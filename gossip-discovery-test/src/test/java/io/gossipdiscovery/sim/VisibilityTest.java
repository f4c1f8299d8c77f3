package io.gossipdiscovery.sim;

import static io.gossipdiscovery.sim.Play.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Visibility;

import java.time.Duration;
import java.util.List;

/**
 * Waiting until others have seen what a node offers. That nobody ever claims more than is true is
 * an invariant, which is checked whenever a wait ends.
 */
class VisibilityTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Instance> CHANGED = List.of(Play.instance("parcels-1"));

    @Seeds(5)
    void threeHaveSeenItAtOnce(long seed) {
        waitForAll("seen by 3", 3, seed, CHANGED, Duration.ofMillis(50));
    }

    @Seeds(5)
    void aHundredHaveSeenItSoon(long seed) {
        waitForAll("seen by 100", 100, seed, CHANGED, Duration.ofMillis(300));
    }

    @Seeds(2)
    void fiveHundredHaveSeenItSoon(long seed) {
        waitForAll("seen by 500", 500, seed, CHANGED, Duration.ofMillis(600));
    }

    @Seeds(3)
    void whatIsTooLargeForADatagramIsSeenToo(long seed) {
        waitForAll("large, seen by 30", 30, seed, Play.largeOffer(), Duration.ofSeconds(3));
    }

    @Seeds(5)
    void lossOnlyMakesItTakeLonger(long seed) {
        SimCluster cluster = formed("loss", 30, seed);
        cluster.network().quality(LinkQuality.calm().withLoss(0.3));
        Duration took = seenByAll(cluster, CHANGED, Duration.ofSeconds(15));
        Figures.say("30 % loss, seen by 30", 30, seed, took);
    }

    @Seeds(3)
    void whoeverIsCutOffKnowsThatTheOthersHaveNotSeenIt(long seed) {
        SimCluster cluster = formed("cut off", 10, seed);
        cluster.network().isolate(range(0, 4));
        cluster.offer(0, CHANGED);
        long wait = cluster.awaitVisible(0, 1, Duration.ofSeconds(1));
        cluster.runUntil(() -> cluster.node(0).visibility(wait).isPresent(), LIMIT);
        assertThat(cluster.node(0).visibility(wait)).contains(new Visibility(3, 9));
    }

    @Seeds(3)
    void theDeadAreWaitedForUntilTheyAreKnownToBeDead(long seed) {
        SimCluster cluster = formed("a death", 10, seed);
        cluster.crash(7);
        cluster.offer(0, CHANGED);
        long wait = cluster.awaitVisible(0, 1, Duration.ofMinutes(1));
        cluster.runUntil(() -> cluster.node(0).visibility(wait).isPresent(), LIMIT);
        assertThat(cluster.node(0).visibility(wait)).contains(new Visibility(8, 8));
    }

    @Seeds(3)
    void aPausedMemberIsWaitedForAndTellsWhenItIsBack(long seed) {
        SimCluster cluster = formed("a pause", 10, seed);
        cluster.pause(7);
        cluster.offer(0, CHANGED);
        long wait = cluster.awaitVisible(0, 1, Duration.ofMinutes(1));
        cluster.runFor(Duration.ofSeconds(5));
        assertThat(cluster.node(0).visibility(wait)).isEmpty();
        cluster.resume(7);
        cluster.runUntil(() -> cluster.node(0).visibility(wait).isPresent(), LIMIT);
        assertThat(cluster.node(0).visibility(wait)).contains(new Visibility(9, 9));
    }

    @Seeds(3)
    void aPartIsKnownSoonerThanTheWhole(long seed) {
        SimCluster cluster = formed("most", 50, seed);
        cluster.pause(7);
        cluster.offer(0, CHANGED);
        long wait = cluster.awaitVisible(0, 0.98, LIMIT);
        cluster.runUntil(() -> cluster.node(0).visibility(wait).isPresent(), LIMIT);
        assertThat(cluster.node(0).visibility(wait)).contains(new Visibility(48, 49));
    }

    @Seeds(3)
    void aNodeAloneIsSeenByAll(long seed) {
        SimCluster cluster = SimCluster.of(1).seed(seed).scenario("alone").build();
        cluster.start(0);
        long wait = cluster.awaitVisible(0, 1, LIMIT);
        assertThat(cluster.node(0).visibility(wait)).contains(Visibility.ALONE);
    }

    private static void waitForAll(
            String scenario, int nodes, long seed, List<Instance> offer, Duration limit) {
        SimCluster cluster = formed(scenario, nodes, seed);
        long sent = cluster.node(1).traffic().bytes();
        Duration took = seenByAll(cluster, offer, limit);
        Figures.say(scenario, nodes, seed, took);
        Figures.say(
                scenario, nodes, seed, cluster.node(1).traffic().bytes() - sent + " B by another");
    }

    private static Duration seenByAll(SimCluster cluster, List<Instance> offer, Duration limit) {
        cluster.offer(0, offer);
        long wait = cluster.awaitVisible(0, 1, limit);
        Duration took = cluster.runUntil(() -> cluster.node(0).visibility(wait).isPresent(), LIMIT);
        int others = cluster.size() - 1;
        assertThat(cluster.node(0).visibility(wait)).contains(new Visibility(others, others));
        return took;
    }

    private static SimCluster formed(String scenario, int nodes, long seed) {
        return Play.formed(SimCluster.of(nodes).seed(seed).scenario(scenario));
    }
}
