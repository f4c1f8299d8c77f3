package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes that only look on. That nobody believes in one is an invariant of every simulation. */
class ObserverTest {
    private static final int MEMBERS = 8;
    private static final int OBSERVER = MEMBERS;

    @Test
    void anObserverLearnsWhoIsThereAndWhatTheyServe() {
        SimCluster cluster = formed(1, "observe");
        assertThat(cluster.node(OBSERVER).members()).hasSize(MEMBERS);
        assertThat(cluster.node(OBSERVER).viewHash()).isEqualTo(cluster.node(0).viewHash());
        assertThat(Play.catalogIds(cluster.node(OBSERVER)))
                .hasSize(MEMBERS)
                .isEqualTo(Play.catalogIds(cluster.node(0)));
    }

    @Seeds(20)
    void whoIsKilledIsGoneAtAnObserverSoon(long seed) {
        for (int members : new int[] {2, 3, 8, 30}) {
            SimCluster cluster = formed(members, seed, "observe a kill");
            cluster.kill(1);
            Duration took = until(cluster, members, 1, Status.DEAD);
            Figures.say("killed, gone at an observer", members, seed, took);
            assertThat(took).isLessThan(Duration.ofMillis(1500));
        }
    }

    @Seeds(10)
    void whoCrashesWithItsHostIsGoneAtAnObserverAboutWhenItIsAtMembers(long seed) {
        SimCluster cluster = formed(seed, "observe a crash");
        cluster.crash(3);
        Duration members =
                cluster.runUntil(
                        () -> cluster.node(0).status(3).orElseThrow() == Status.DEAD,
                        Duration.ofSeconds(20));
        Duration more = until(cluster, OBSERVER, 3, Status.DEAD);
        Figures.say("crashed, gone at a member", MEMBERS, seed, members);
        Figures.say("crashed, gone at an observer after that", MEMBERS, seed, more);
        assertThat(more).isLessThan(Duration.ofSeconds(2));
        Play.assertOnlyBlamed(cluster, 3);
    }

    @Seeds(10)
    void whoLeavesOrChangesItsOfferIsSeenToSoon(long seed) {
        SimCluster cluster = formed(seed, "observe a leave and a change");
        cluster.leave(2);
        Duration left = until(cluster, OBSERVER, 2, Status.LEFT);
        Figures.say("left, seen by an observer", MEMBERS, seed, left);
        cluster.offer(4, List.of(Play.instance("parcels-new")));
        Duration changed =
                cluster.runUntil(
                        () -> Play.catalogIds(cluster.node(OBSERVER)).contains("parcels-new"),
                        Duration.ofSeconds(5));
        Figures.say("changed, seen by an observer", MEMBERS, seed, changed);
        assertThat(left).isLessThan(Duration.ofSeconds(1));
        assertThat(changed).isLessThan(Duration.ofSeconds(1));
    }

    @Seeds(5)
    void anObserverSeesWhoIsDoubted(long seed) {
        SimCluster cluster = formed(seed, "observe a doubt");
        cluster.pause(3);
        until(cluster, OBSERVER, 3, Status.SUSPECT);
        cluster.resume(3);
        until(cluster, OBSERVER, 3, Status.ALIVE);
        Play.assertNobodyWronged(cluster);
    }

    @Seeds(5)
    void largeOffersAreFetched(long seed) {
        SimCluster cluster = formed(seed, "observe a large offer");
        cluster.offer(4, Play.largeOffer());
        cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        assertThat(Play.catalogIds(cluster.node(OBSERVER))).contains("parcels-19");
    }

    @Seeds(5)
    void oneLaneIsEnough(long seed) {
        for (Lane blocked : Lane.values()) {
            SimCluster cluster = setup(30, seed, "observe by one lane").build();
            for (int i = 0; i < 30; i++) {
                cluster.network().block(blocked, 30, i);
                cluster.network().block(blocked, i, 30);
            }
            cluster.startAll();
            Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
            Figures.say("observer without " + blocked, 30, seed, took);
            cluster.offer(5, List.of(Play.instance("parcels-new")));
            cluster.runUntil(cluster::converged, Duration.ofSeconds(5));
        }
    }

    @Seeds(3)
    void anObserverThatComesLateKnowsALargeClusterSoon(long seed) {
        int members = 300;
        SimCluster cluster = setup(members, seed, "observe many").build();
        IntStream.range(0, members).forEach(cluster::start);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(30));
        cluster.start(members);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
        Figures.say("observer knows all", members, seed, took);
    }

    @Seeds(5)
    void anObserverComesAndGoesWithoutATrace(long seed) {
        SimCluster cluster = formed(seed, "observers come and go");
        long view = cluster.node(0).viewHash();
        for (int i = 0; i < 3; i++) {
            cluster.kill(OBSERVER);
            cluster.runFor(Duration.ofSeconds(5));
            cluster.start(OBSERVER);
            cluster.runUntil(cluster::converged, Duration.ofSeconds(3));
            cluster.leave(OBSERVER);
            cluster.runFor(Duration.ofSeconds(5));
            cluster.start(OBSERVER);
        }
        assertThat(cluster.verdicts().all()).isEmpty();
        assertThat(cluster.node(0).viewHash()).isEqualTo(view);
    }

    @Seeds(5)
    void nobodyWaitsForAnObserver(long seed) {
        SimCluster cluster = formed(seed, "an observer is cut off, nobody waits for it");
        cluster.network().isolate(OBSERVER);
        cluster.offer(1, List.of(Play.instance("parcels-new")));
        long wait = cluster.awaitVisible(1, 1, Duration.ofSeconds(5));
        cluster.runUntil(() -> cluster.node(1).visibility(wait).isPresent(), Duration.ofSeconds(2));
        assertThat(cluster.node(1).visibility(wait).orElseThrow().members()).isEqualTo(MEMBERS - 1);
        assertThat(cluster.node(1).visibility(wait).orElseThrow().isComplete()).isTrue();
    }

    @Seeds(5)
    void whoIsCutOffKeepsWhatItKnewAndComesBackByItself(long seed) {
        SimCluster cluster = formed(seed, "an observer is cut off");
        cluster.network().isolate(OBSERVER);
        cluster.runFor(Duration.ofSeconds(60));
        assertThat(cluster.node(OBSERVER).members())
                .hasSize(MEMBERS)
                .allMatch(member -> member.status() == Status.ALIVE);
        assertThat(cluster.node(OBSERVER).isIsolated()).isTrue();
        cluster.kill(5);
        cluster.runFor(Duration.ofSeconds(5));
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(4));
        Figures.say("observer back from isolation", MEMBERS, seed, took);
        assertThat(cluster.node(OBSERVER).isIsolated()).isFalse();
        assertThat(cluster.verdicts().all())
                .allMatch(
                        v ->
                                v.observer() != OBSERVER
                                        || v.at().compareTo(Duration.ofSeconds(60)) > 0);
    }

    @Seeds(5)
    void aClusterThatWasReplacedWhollyIsFoundAtTheSeeds(long seed) {
        SimCluster cluster = setup(MEMBERS, seed, "all others are other nodes").seeds(0, 4).build();
        IntStream.range(0, 4).forEach(cluster::start);
        cluster.start(OBSERVER);
        cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
        IntStream.range(0, 4).forEach(cluster::crash);
        IntStream.range(4, MEMBERS).forEach(cluster::start);
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(30));
        Figures.say("another cluster at the seeds", MEMBERS, seed, took);
    }

    @Seeds(5)
    void inAPartitionAnObserverOfBothSidesSeesOneOfThem(long seed) {
        SimCluster cluster = formed(seed, "an observer of both sides");
        for (int i = 0; i < 4; i++) {
            for (int j = 4; j < MEMBERS; j++) {
                cluster.network().block(i, j);
                cluster.network().block(j, i);
            }
        }
        cluster.runFor(Duration.ofSeconds(60));
        long seen =
                cluster.node(OBSERVER).members().stream()
                        .filter(member -> member.status().isLive())
                        .count();
        assertThat(seen).isEqualTo(MEMBERS / 2);
        cluster.network().heal();
        Duration took = cluster.runUntil(cluster::converged, Duration.ofSeconds(60));
        Figures.say("observer, after a partition", MEMBERS, seed, took);
    }

    @Test
    void anIdleObserverCostsLittle() {
        SimCluster cluster = formed(1, "an idle observer");
        Traffic asked = cluster.node(OBSERVER).traffic();
        cluster.runFor(Duration.ofSeconds(100));
        Traffic spent = cluster.node(OBSERVER).traffic().since(asked);
        Figures.say("an idle observer in 100 s", MEMBERS, 1, spent.toString());
        assertThat(spent.bytes() / 100).isLessThan(3_000);
    }

    private static Duration until(SimCluster cluster, int observer, int subject, Status status) {
        return cluster.runUntil(
                () -> cluster.node(observer).status(subject).orElse(null) == status,
                Duration.ofSeconds(20));
    }

    private static SimCluster formed(long seed, String scenario) {
        return formed(MEMBERS, seed, scenario);
    }

    private static SimCluster formed(int members, long seed, String scenario) {
        return Play.formed(setup(members, seed, scenario));
    }

    /** Members, and one observer after them. */
    private static SimSetup setup(int members, long seed, String scenario) {
        return SimCluster.of(members + 1)
                .observers(1)
                .config(GossipConfig.local().build())
                .seed(seed)
                .scenario(scenario);
    }
}
