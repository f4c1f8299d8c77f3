package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The simulator's own behaviour. */
class SimClusterTest {
    @Test
    void nothingHappensBeforeTheFirstStart() {
        SimCluster cluster = SimCluster.of(3).build();
        cluster.runFor(Duration.ofHours(1));
        assertThat(cluster.events()).isZero();
        assertThat(cluster.now()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aConditionThatDoesNotComeTrueTellsTheSeedAndWhoDisagrees() {
        SimCluster cluster = SimCluster.of(2).seed(4711).scenario("hopeless").build();
        cluster.network().isolate(0);
        cluster.startAll();
        assertThatThrownBy(() -> cluster.runUntil(cluster::converged, Duration.ofSeconds(3)))
                .isInstanceOf(SimFailure.class)
                .hasMessageContaining("-Dsim.seed=4711")
                .hasMessageContaining("hopeless")
                .hasMessageContaining("node 0 holds node 1 for unknown");
        assertThat(cluster.now()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatThrowsTellsTheSeed() {
        SimCluster cluster = SimCluster.of(1).seed(4711).build();
        cluster.in(
                Duration.ofSeconds(1),
                () -> {
                    throw new IllegalStateException("broken");
                });
        assertThatThrownBy(() -> cluster.runFor(Duration.ofSeconds(2)))
                .isInstanceOf(SimFailure.class)
                .hasMessageContaining("-Dsim.seed=4711")
                .hasRootCauseMessage("broken");
    }

    @Test
    void commandsThatMakeNoSenseAreRefused() {
        SimCluster cluster = SimCluster.of(2).build();
        cluster.start(0);
        assertThatThrownBy(() -> cluster.start(0)).hasMessageContaining("RUNNING");
        assertThatThrownBy(() -> cluster.crash(1)).hasMessageContaining("ABSENT");
        assertThatThrownBy(() -> cluster.resume(0)).hasMessageContaining("cannot resume");
    }

    @Test
    void aPausedNodeSendsNothingAndReadsItsPacketsLater() {
        SimCluster cluster = Play.formed(SimCluster.of(3).seed(5));
        cluster.pause(2);
        Traffic before = cluster.node(2).traffic();
        cluster.runFor(Duration.ofSeconds(2));
        assertThat(cluster.node(2).traffic()).isEqualTo(before);
        cluster.offer(0, List.of(Play.instance("parcels-1")));
        cluster.runFor(Duration.ofMillis(500));
        cluster.resume(2);
        assertThat(Play.catalogIds(cluster.node(2))).contains("parcels-1");
    }

    @Test
    void aResumedNodeHearsItsAlarmsAgain() {
        GossipConfig lan = GossipConfig.lan().build();
        GossipConfig steady = lan.withBind(lan.bind().withVerified(false)); // from the start on
        SimCluster cluster = Play.formed(SimCluster.of(3).seed(5).config(steady));
        cluster.pause(2);
        cluster.runFor(Duration.ofSeconds(2));
        cluster.resume(2);
        Traffic before = cluster.node(2).traffic();
        cluster.runFor(Duration.ofSeconds(20));
        assertThat(cluster.node(2).traffic().since(before).datagrams())
                .isGreaterThan(cluster.node(1).traffic().datagrams() / 2);
    }

    @Test
    void verdictsAreClassedByWhatTheyAreWorth() {
        SimCluster cluster = Play.formed(SimCluster.of(6).seed(5));
        cluster.pause(2);
        cluster.runFor(Duration.ofSeconds(20));
        assertThat(cluster.verdicts().of(Status.DEAD, Verdict.Kind.CUT_OFF)).isEmpty();
        cluster.runFor(Duration.ofSeconds(30));
        assertThat(cluster.verdicts().of(Status.DEAD, Verdict.Kind.CUT_OFF)).isNotEmpty();
        cluster.crash(3);
        cluster.runFor(Duration.ofSeconds(20));
        assertThat(cluster.verdicts().of(Status.DEAD, Verdict.Kind.TRUE)).isNotEmpty();
        assertThat(cluster.verdicts().detectionTimes(3)).hasSize(4);
        assertThat(cluster.verdicts().suspicionTimes(3).get(0))
                .isLessThan(cluster.verdicts().detectionTimes(3).get(0));
        assertThat(cluster.verdicts().falseDeaths()).isEmpty();
    }

    @Test
    void everyLineCanBePrinted() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SimCluster cluster = SimCluster.of(3).traceTo(new PrintStream(bytes, true)).build();
        cluster.start(0);
        cluster.start(1);
        cluster.runFor(Duration.ofSeconds(1));
        cluster.start(2);
        cluster.runFor(Duration.ofSeconds(1));
        String trace = bytes.toString(StandardCharsets.UTF_8);
        assertThat(trace).contains("starts", "Digest of ", "| ALIVE 1 i1", "1 ALIVE i1 g1000 v2");
        assertThat(trace.lines()).allMatch(line -> line.length() <= 220);
    }

    @Test
    void trafficIsCounted() {
        SimCluster cluster = Play.formed(SimCluster.of(3).seed(5));
        Traffic before = cluster.node(0).traffic();
        cluster.runFor(Duration.ofSeconds(10));
        Traffic idle = cluster.node(0).traffic().since(before);
        assertThat(idle.datagrams()).isBetween(10L, 60L);
        assertThat(idle.streams()).isZero();
        assertThat(idle.bytes()).isEqualTo(idle.datagramBytes());
    }

    @Test
    void aFormedStartIsConvergedAndStaysSo() {
        SimCluster cluster = SimCluster.of(100).scenario("formed start").build();
        cluster.startFormed();
        assertThat(cluster.converged()).isTrue();
        cluster.runFor(Duration.ofSeconds(10));
        assertThat(cluster.converged()).isTrue();
        assertThat(cluster.verdicts().all()).isEmpty();
    }
}
