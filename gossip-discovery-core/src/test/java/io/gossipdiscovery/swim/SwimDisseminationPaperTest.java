package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Dissemination in the SWIM paper, one test for a sentence: section 3.2 for what is told, 4.1 for
 * how it spreads. How quickly it reaches everybody is shown in the simulator.
 */
class SwimDisseminationPaperTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);
    private static final Rumor.Alive NEWS = new Rumor.Alive(node(99, 1), 1);

    @Test
    @DisplayName("SWIM 3.2: who hears of a failure deletes the member from those it probes")
    void theDeadAreNotProbed() {
        Machine machine = Machine.knowing(A, B);
        machine.kill(A, B);
        machine.runAnswered(1_000);
        assertThat(machine.runAnswered(10_000))
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .filteredOn(s -> s.targetGeneration() == A.generation()) // not to whoever is there
                .extracting(Machine.Sent::to)
                .containsOnly(B.address());
    }

    @Test
    @DisplayName("SWIM 3.2: who hears of a newcomer takes it among those it probes")
    void aNewcomerIsProbed() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, new Rumor.Alive(C, 1));
        assertThat(machine.runAnswered(3_000))
                .anyMatch(s -> s.message() instanceof Message.Ping && s.to().equals(C.address()));
    }

    @Test
    @DisplayName("SWIM 3.2: who hears of a farewell deletes the member")
    void theDepartedAreNotProbed() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Left(A, 1, 0));
        machine.runAnswered(1_000);
        assertThat(machine.runAnswered(10_000))
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .extracting(Machine.Sent::to)
                .containsOnly(B.address());
    }

    @Test
    @DisplayName("SWIM 4.1: news rides on pings")
    void newsRidesOnPings() {
        Machine machine = quiet(A);
        while (machine.take(Message.Ping.class).isEmpty()) {
            machine.run(1);
        }
        machine.run(199); // the second ping is a millisecond away
        machine.hear(A, NEWS);
        machine.sent.clear();
        machine.run(2);
        assertThat(ridesOn(machine, Message.Ping.class)).isTrue();
    }

    @Test
    @DisplayName("SWIM 4.1: news rides on requests to helpers")
    void newsRidesOnRequestsToHelpers() {
        Machine machine = quiet(A, B);
        while (machine.take(Message.Ping.class).isEmpty()) {
            machine.run(1);
        }
        machine.run(199);
        machine.hear(A, NEWS);
        machine.sent.clear();
        machine.run(2);
        assertThat(ridesOn(machine, Message.PingReq.class)).isTrue();
    }

    @Test
    @DisplayName("SWIM 4.1: news rides on acks")
    void newsRidesOnAcks() {
        Machine machine = quiet(A);
        machine.hear(A, NEWS);
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        assertThat(ridesOn(machine, Message.Ack.class)).isTrue();
    }

    @Test
    @DisplayName("SWIM 4.1: news that was heard is told on, like an infection")
    void newsThatWasHeardIsToldOn() {
        Machine machine = quiet(A, B, C);
        machine.hear(A, NEWS);
        machine.run(200);
        assertThat(machine.sent)
                .filteredOn(s -> s.rumors().contains(NEWS))
                .extracting(Machine.Sent::to)
                .containsAnyOf(B.address(), C.address());
    }

    @Test
    @DisplayName("SWIM 4.1: what is known already is not told on")
    void whatIsKnownAlreadyIsNotToldOn() {
        Machine machine = quiet(A, B, C);
        machine.hear(A, new Rumor.Alive(B, 1));
        assertThat(machine.runAnswered(2_000)).allMatch(s -> s.rumors().isEmpty());
    }

    @Test
    @DisplayName("SWIM 4.1: each rumor is told λ log n times (deviates: ⌈ln n⌉ + 6, a doubt + 3)")
    void aRumorIsToldABoundedNumberOfTimes() {
        NodeId[] members = new NodeId[28]; // with ourselves and the newcomer 30; ln 30 = 3.4
        for (int i = 0; i < members.length; i++) {
            members[i] = node(i + 2, 1);
        }
        Machine machine = quiet(members);
        machine.hear(members[0], NEWS);
        List<Machine.Sent> packets = machine.runAnswered(20_000);
        assertThat(packets).filteredOn(s -> s.rumors().contains(NEWS)).hasSize(4 + 6);
    }

    @Test
    @DisplayName("SWIM 4.1: (deviates: news does not wait for a probe, it has packets of its own)")
    void newsHasPacketsOfItsOwn() {
        Machine machine = quiet(A, B, C);
        machine.hear(A, NEWS);
        machine.sent.clear();
        machine.run(16);
        assertThat(ridesOn(machine, Message.Gossip.class)).isTrue();
    }

    @Test
    @DisplayName("SWIM 4.1: where not all fits, what was told less often goes first")
    void whatWasToldLessOftenGoesFirst() {
        Machine machine = quiet(A);
        machine.hear(A, new Rumor.Alive(node(98, 1), 1));
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        machine.hear(A, NEWS);
        machine.sent.clear();
        machine.receive(A, new Message.Ping(2, machine.swim.viewHash()));
        assertThat(machine.told(Rumor.Alive.class))
                .containsExactly(NEWS, new Rumor.Alive(node(98, 1), 1));
    }

    @Test
    @DisplayName("SWIM 4.1: (deviates: a rumor of a life not known is kept, not ignored)")
    void anAccusationOfAStrangerIsKept() {
        Machine machine = quiet(A);
        machine.hear(A, new Rumor.Suspect(C, 3, A));
        assertThat(machine.member(C).status()).isEqualTo(Status.SUSPECT);
        machine.hear(A, new Rumor.Alive(C, 3));
        assertThat(machine.member(C).status()).isEqualTo(Status.SUSPECT);
    }

    /** A machine that has told all it had to tell. */
    private static Machine quiet(NodeId... members) {
        Machine machine = Machine.unverified(members);
        for (int i = 0; i < 20; i++) {
            machine.runAnswered(1_000);
        }
        return machine;
    }

    private static boolean ridesOn(Machine machine, Class<? extends Message> kind) {
        return machine.sent.stream()
                .anyMatch(s -> kind.isInstance(s.message()) && s.rumors().contains(NEWS));
    }
}
