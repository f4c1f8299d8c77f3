package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.ProtectionConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Each protection can be switched off alone, and is then really off. */
class ProtectionTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);

    @Test
    @DisplayName("Lifeguard IV-C off: a suspect is not told first")
    void withoutTheBuddySystemASuspectIsNotTold() {
        assertThat(firstTold(ProtectionConfig.ALL)).isEqualTo(A);
        assertThat(firstTold(ProtectionConfig.ALL.withSuspectTold(false))).isEqualTo(C);
    }

    @Test
    @DisplayName("Lifeguard IV-A, nacks off: a silent helper says nothing")
    void withoutNacksAHelperSaysNothing() {
        assertThat(nacksOfAHelper(ProtectionConfig.ALL)).isEqualTo(1);
        assertThat(nacksOfAHelper(ProtectionConfig.ALL.withSilenceReported(false))).isZero();
    }

    @Test
    @DisplayName("Lifeguard IV-A, nacks off: every failed probe is held against ourselves once")
    void withoutNacksEveryFailedProbeCounts() {
        Machine machine = knowing(ProtectionConfig.ALL.withSilenceReported(false));
        machine.run(1_900);
        assertThat(machine.swim.localHealth()).isEqualTo(1);
    }

    @Test
    void withoutVerificationADeadlineIsAVerdict() {
        assertThat(statusAfterAnothersSuspicion(ProtectionConfig.ALL)).isEqualTo(Status.SUSPECT);
        assertThat(statusAfterAnothersSuspicion(ProtectionConfig.ALL.withVerdictVerified(false)))
                .isEqualTo(Status.DEAD);
    }

    @Test
    void withoutWeighingAVerdictIsBelieved() {
        assertThat(statusAfterAVerdict(ProtectionConfig.ALL)).isEqualTo(Status.SUSPECT);
        assertThat(statusAfterAVerdict(ProtectionConfig.ALL.withVerdictWeighed(false)))
                .isEqualTo(Status.DEAD);
    }

    @Test
    void withoutStreamsAProbeStaysWithDatagrams() {
        assertThat(pingsOverStreams(ProtectionConfig.ALL)).isPositive();
        assertThat(pingsOverStreams(ProtectionConfig.ALL.withStreamTried(false))).isZero();
    }

    @Test
    @DisplayName("SWIM 3.1: with one attempt there is one direct ping, and then helpers")
    void oneAttemptIsOnePingAndThenHelpers() {
        ProbeConfig probe = new ProbeConfig(Duration.ofSeconds(1), Duration.ofMillis(200), 1, 3, 8);
        Machine machine =
                knowing(
                        GossipConfig.lan()
                                .probe(probe)
                                .protection(ProtectionConfig.ALL.withStreamTried(false))
                                .build());
        machine.run(999);
        long requests =
                machine.sent.stream().filter(s -> s.message() instanceof Message.PingReq).count();
        assertThat(machine.take(Message.Ping.class)).hasSize(1);
        assertThat(requests).isEqualTo(1);
    }

    /** Whom the first rumor in a packet to the suspect A is about; C is the latest news. */
    private static NodeId firstTold(ProtectionConfig protection) {
        Machine machine = knowing(protection);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.hear(B, new Rumor.Suspect(C, 1, B));
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 0));
        return machine.sent.get(0).rumors().get(0).about();
    }

    private static int nacksOfAHelper(ProtectionConfig protection) {
        Machine machine = knowing(protection);
        machine.receive(A, new Message.PingReq(5, B));
        machine.run(199);
        return machine.take(Message.Nack.class).size();
    }

    /** B accuses A; we reach nobody who answers, but it takes until the verdict to find out. */
    private static Status statusAfterAnothersSuspicion(ProtectionConfig protection) {
        ProbeConfig slow = new ProbeConfig(Duration.ofMinutes(1), Duration.ofMillis(200), 3, 3, 1);
        Machine machine = knowing(GossipConfig.lan().probe(slow).protection(protection).build());
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.run(2_100);
        return machine.member(A).status();
    }

    private static Status statusAfterAVerdict(ProtectionConfig protection) {
        Machine machine = knowing(protection);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        return machine.member(A).status();
    }

    private static long pingsOverStreams(ProtectionConfig protection) {
        Machine machine = knowing(protection);
        machine.run(1_900);
        return machine.sent.stream()
                .filter(s -> s.lane() == Lane.STREAM && s.message() instanceof Message.Ping)
                .count();
    }

    private static Machine knowing(ProtectionConfig protection) {
        return knowing(GossipConfig.lan().protection(protection).build());
    }

    private static Machine knowing(GossipConfig config) {
        Machine machine = new Machine(config);
        machine.hear(A, new Rumor.Alive(A, 1));
        machine.hear(B, new Rumor.Alive(B, 1));
        machine.sent.clear();
        return machine;
    }
}
