package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lifeguard (Dadgar, Phillips, Currey 2018), one test for a sentence of section IV. The formula of
 * IV-B and the range of the counter are in {@link SuspicionTest} and {@link LocalHealthTest}.
 */
class LifeguardPaperTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);

    @Test
    @DisplayName("Lifeguard IV-A: a probe that is answered lowers the counter by one")
    void anAnsweredProbeLowersTheCounter() {
        Machine machine = doubting(2, A, B);
        machine.runAnswered(4_000);
        assertThat(machine.healthScores).startsWith(1, 2).contains(1).endsWith(0);
    }

    @Test
    @DisplayName("Lifeguard IV-A: having to refute raises the counter by one")
    void havingToRefuteRaisesTheCounter() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, new Rumor.Suspect(SELF, 1, A));
        assertThat(machine.swim.localHealth()).isEqualTo(1);
    }

    @Test
    @DisplayName("Lifeguard IV-A: a refuted accusation that is heard again raises nothing")
    void aRefutedAccusationRaisesNothing() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(A, new Rumor.Suspect(SELF, 1, A));
        machine.hear(B, new Rumor.Suspect(SELF, 1, B));
        assertThat(machine.swim.localHealth()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "Lifeguard IV-A: missing nacks raise the counter"
                    + " (deviates: by one for a probe, however many are missing)")
    void missingNacksRaiseTheCounter() {
        Machine machine = Machine.knowing(A, B, C);
        machine.run(1_700);
        assertThat(machine.member(probedFirst(machine)).status()).isEqualTo(Status.SUSPECT);
        assertThat(machine.swim.localHealth()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "Lifeguard IV-A: (deviates: a failed probe whose helpers all sent nacks raises nothing)")
    void aFailedProbeWithAllNacksRaisesNothing() {
        Machine machine = Machine.knowing(A, B, C);
        List<Machine.Sent> all = new ArrayList<>();
        for (int i = 0; i < 1_700; i++) {
            machine.sent.clear();
            machine.run(1);
            all.addAll(machine.sent);
            for (Machine.Sent sent : List.copyOf(machine.sent)) {
                if (sent.message() instanceof Message.PingReq asked) {
                    NodeId helper = new NodeId(sent.to(), sent.targetGeneration());
                    machine.receive(helper, new Message.Nack(asked.sequence()));
                }
            }
        }
        assertThat(all).anyMatch(s -> s.message() instanceof Message.PingReq);
        assertThat(machine.swim.members()).anyMatch(m -> m.status() == Status.SUSPECT);
        assertThat(machine.swim.localHealth()).isZero();
    }

    @Test
    @DisplayName(
            "Lifeguard IV-A: where no helper could be asked, a failed probe raises the counter")
    void aFailedProbeWithoutHelpersRaisesTheCounter() {
        Machine machine = Machine.knowing(A);
        machine.run(1_700);
        assertThat(machine.swim.localHealth()).isEqualTo(1);
    }

    @Test
    @DisplayName("Lifeguard IV-A: the probe interval is stretched by the counter plus one")
    void theProbeIntervalIsStretched() {
        Machine machine = doubting(3, A, B, C);
        List<Long> times = firstPings(machine, 2);
        assertThat(times.get(1) - times.get(0)).isEqualTo(4_000 * MILLI);
    }

    @Test
    @DisplayName("Lifeguard IV-A: the probe time-out is stretched by the counter plus one")
    void theProbeTimeOutIsStretched() {
        Machine machine = doubting(2, A);
        long first = firstPings(machine, 1).get(0);
        machine.sent.clear();
        while (machine.take(Message.Ping.class).isEmpty()) {
            machine.now += MILLI;
            machine.swim.advance(machine.now);
        }
        assertThat(machine.now - first).isEqualTo(3 * 200 * MILLI);
    }

    @Test
    @DisplayName("Lifeguard IV-A: a helper that hears nothing sends a nack at 80 % of the time-out")
    void aHelperThatHearsNothingSendsANack() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.PingReq(5, B));
        machine.run(159);
        assertThat(machine.take(Message.Nack.class)).isEmpty();
        machine.run(1);
        assertThat(machine.take(Message.Nack.class))
                .singleElement()
                .returns(5L, Message.Nack::sequence);
    }

    @Test
    @DisplayName("Lifeguard IV-A: a helper that passed an ack on sends no nack")
    void aHelperThatPassedAnAckOnSendsNoNack() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.PingReq(5, B));
        machine.receive(B, new Message.Ack(machine.take(Message.Ping.class).get(0).sequence(), 0));
        machine.run(500);
        assertThat(machine.take(Message.Nack.class)).isEmpty();
    }

    @Test
    @DisplayName("Lifeguard IV-A: a nack is no ack: the target is suspected all the same")
    void aNackIsNoAck() {
        Machine machine = Machine.knowing(A, B);
        while (machine.sent.stream().noneMatch(s -> s.message() instanceof Message.PingReq)) {
            machine.run(1);
        }
        NodeId target = probedFirst(machine);
        long sequence = machine.take(Message.PingReq.class).get(0).sequence();
        machine.receive(target.equals(A) ? B : A, new Message.Nack(sequence));
        machine.run(500);
        assertThat(machine.member(target).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName(
            "Lifeguard IV-B: one accuser alone leaves the maximum to refute"
                    + " (deviates: three times the minimum by default, not six)")
    void oneAccuserLeavesTheMaximum() {
        Machine machine = accusedBy(1);
        machine.run(5_900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.run(1_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    @DisplayName(
            "Lifeguard IV-B: K further accusers leave the minimum"
                    + " (deviates: 2 s by default, whatever the size of the cluster)")
    void furtherAccusersLeaveTheMinimum() {
        Machine machine = accusedBy(4);
        machine.run(1_900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.run(1_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    @DisplayName("Lifeguard IV-B: the same accuser counts once")
    void theSameAccuserCountsOnce() {
        Machine machine = accusedBy(1);
        for (int i = 0; i < 5; i++) {
            machine.hear(B, new Rumor.Suspect(A, 1, B));
        }
        machine.run(5_900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName("Lifeguard IV-B: each of the first K independent accusations is told on")
    void eachOfTheFirstIndependentAccusationsIsToldOn() {
        Machine machine = accusedBy(1);
        for (int accuser = 4; accuser <= 7; accuser++) {
            machine.sent.clear();
            machine.hear(B, new Rumor.Suspect(A, 1, node(accuser, 1)));
            machine.run(16);
            boolean isAmongTheFirst = accuser < 7; // B, then 4, 5 and 6
            assertThat(machine.sent.stream().anyMatch(tells(node(accuser, 1))))
                    .as("accuser %s", accuser)
                    .isEqualTo(isAmongTheFirst);
        }
    }

    @Test
    @DisplayName("Lifeguard IV-B: an accusation of the same accuser is not told on again")
    void aRepeatedAccusationIsNotToldOn() {
        Machine machine = accusedBy(1);
        machine.run(600);
        machine.sent.clear();
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.run(50);
        assertThat(machine.sent).filteredOn(tells(B)).allMatch(s -> s.to().equals(A.address()));
    }

    @Test
    @DisplayName(
            "Lifeguard IV-C: what goes to a suspect says so first, whatever else there is to say")
    void aSuspectIsToldFirst() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.hear(B, new Rumor.Alive(C, 1));
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 0));
        assertThat(machine.sent.get(0).to()).isEqualTo(A.address());
        assertThat(machine.sent.get(0).rumors().get(0)).isEqualTo(new Rumor.Suspect(A, 1, B));
    }

    @Test
    @DisplayName("Lifeguard IV-C: a suspect is told even when nobody else is told any more")
    void aSuspectIsToldEvenWhenTheRumorIsOld() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.runAnswered(20_000);
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        assertThat(machine.told(Rumor.Suspect.class)).containsExactly(new Rumor.Suspect(A, 1, B));
    }

    /** A machine whose counter stands at a score, as it had to refute so often. */
    private static Machine doubting(int score, NodeId... members) {
        Machine machine = Machine.knowing(members);
        for (int i = 1; i <= score; i++) {
            machine.hear(members[0], new Rumor.Suspect(SELF, i, members[0]));
        }
        assertThat(machine.swim.localHealth()).isEqualTo(score);
        machine.sent.clear();
        return machine;
    }

    /**
     * A machine that probes rarely and reaches nobody, at which so many of nine accuse A at once.
     */
    private static Machine accusedBy(int accusers) {
        NodeId[] members = new NodeId[9];
        for (int i = 0; i < members.length; i++) {
            members[i] = node(i + 2, 1);
        }
        ProbeConfig rare = new ProbeConfig(Duration.ofMinutes(1), Duration.ofMillis(200), 3, 3, 1);
        Machine machine = new Machine(GossipConfig.lan().probe(rare).build());
        for (NodeId member : members) {
            machine.hear(member, new Rumor.Alive(member, 1));
        }
        for (int i = 0; i < accusers; i++) {
            machine.hear(B, new Rumor.Suspect(A, 1, node(3 + i, 1)));
        }
        machine.sent.clear();
        return machine;
    }

    private static Predicate<Machine.Sent> tells(NodeId accuser) {
        return sent ->
                sent.rumors().stream()
                        .filter(Rumor.Suspect.class::isInstance)
                        .anyMatch(rumor -> ((Rumor.Suspect) rumor).accuser().equals(accuser));
    }

    private static NodeId probedFirst(Machine machine) {
        return machine.sent.stream()
                .filter(s -> s.message() instanceof Message.Ping)
                .map(s -> new NodeId(s.to(), s.targetGeneration()))
                .findFirst()
                .orElseThrow();
    }

    /** When so many probes begin, of which none is answered and none fails. */
    private static List<Long> firstPings(Machine machine, int count) {
        List<Long> times = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        while (times.size() < count) {
            machine.sent.clear();
            machine.now += MILLI;
            machine.swim.advance(machine.now);
            for (Message.Ping ping : machine.take(Message.Ping.class)) {
                if (!sequences.contains(ping.sequence())) {
                    sequences.add(ping.sequence());
                    times.add(machine.now);
                }
            }
        }
        return times;
    }
}
