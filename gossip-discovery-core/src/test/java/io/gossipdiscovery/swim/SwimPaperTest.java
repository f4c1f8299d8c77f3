package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One test for a statement of the SWIM paper; how far it goes is said in {@code docs/protocol.md}.
 */
class SwimPaperTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);

    @Test
    @DisplayName("SWIM 4.1: a ping is answered with an ack of the same sequence")
    void aPingIsAnswered() {
        Machine machine = Machine.knowing(A);
        machine.receive(A, new Message.Ping(77, 0));
        assertThat(machine.take(Message.Ack.class))
                .singleElement()
                .returns(77L, Message.Ack::sequence);
    }

    @Test
    @DisplayName("SWIM 4.1: a member that does not answer is asked through helpers")
    void aSilentMemberIsAskedThroughHelpers() {
        Machine machine = Machine.knowing(A, B, C);
        machine.run(1_250);
        List<Message.PingReq> requests = machine.take(Message.PingReq.class);
        assertThat(requests).isNotEmpty();
        NodeId target = requests.get(0).target();
        assertThat(machine.sent).allMatch(s -> !s.to().equals(target.address()));
    }

    @Test
    @DisplayName("SWIM 4.1: a helper pings for another and passes the ack on")
    void aHelperPassesTheAckOn() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.PingReq(5, B));
        Message.Ping relayed = machine.take(Message.Ping.class).get(0);
        machine.receive(B, new Message.Ack(relayed.sequence(), 0));
        assertThat(machine.sent)
                .anySatisfy(
                        s -> {
                            assertThat(s.to()).isEqualTo(A.address());
                            assertThat(s.message()).isInstanceOf(Message.Ack.class);
                            assertThat(((Message.Ack) s.message()).sequence()).isEqualTo(5);
                        });
    }

    @Test
    @DisplayName("Lifeguard IV-A: a helper that hears nothing sends a nack in time")
    void aHelperThatHearsNothingSendsANack() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.PingReq(5, B));
        machine.run(199);
        assertThat(machine.take(Message.Nack.class))
                .singleElement()
                .returns(5L, Message.Nack::sequence);
    }

    @Test
    @DisplayName("SWIM 4.2: a failed probe makes a suspect, not a corpse")
    void aFailedProbeMakesASuspect() {
        Machine machine = Machine.knowing(A);
        machine.run(1_900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        assertThat(machine.told(Rumor.Suspect.class))
                .as("the suspect is told, so that it can refute")
                .isNotEmpty();
    }

    @Test
    @DisplayName("SWIM 4.2: a suspect that stays silent is declared dead in the end")
    void aSilentSuspectIsDeclaredDead() {
        Machine machine = Machine.knowing(A, B);
        machine.run(30_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
        assertThat(machine.member(B).status()).isEqualTo(Status.DEAD);
    }

    @Test
    @DisplayName("SWIM 4.2: a higher incarnation refutes a suspicion")
    void aHigherIncarnationRefutesASuspicion() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(B, new Rumor.Alive(A, 1));
        assertThat(machine.member(A).status()).as("the same does not").isEqualTo(Status.SUSPECT);
        machine.hear(B, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    @DisplayName("SWIM 4.2: an accused node raises its incarnation, and only itself does")
    void anAccusedNodeRaisesItsIncarnation() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, new Rumor.Suspect(Machine.SELF, 1, A));
        machine.run(20);
        assertThat(machine.told(Rumor.Alive.class)).contains(new Rumor.Alive(Machine.SELF, 2));
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(2);
    }

    @Test
    @DisplayName("SWIM 4.3: every member is probed once in each round")
    void everyMemberIsProbedOnceInEachRound() {
        NodeId[] members = new NodeId[10];
        for (int i = 0; i < members.length; i++) {
            members[i] = node(i + 2, 1);
        }
        Machine machine = Machine.knowing(members);
        ProbedMembers probed = new ProbedMembers(machine);
        probed.rounds(members.length); // the first round began before all were known
        for (int round = 0; round < 3; round++) {
            assertThat(probed.rounds(members.length)).hasSize(members.length);
        }
    }

    /** Answers every ping of the machine, and says whom it pinged. */
    private record ProbedMembers(Machine machine) {
        Set<NodeId> rounds(int periods) {
            Set<NodeId> probed = new HashSet<>();
            while (probed.size() < periods) {
                machine.sent.clear();
                int before = probed.size();
                machine.run(10);
                for (Machine.Sent sent : List.copyOf(machine.sent)) {
                    if (sent.message() instanceof Message.Ping ping) {
                        NodeId target = new NodeId(sent.to(), 1);
                        assertThat(probed.add(target)).as("%s again", target).isTrue();
                        machine.receive(target, new Message.Ack(ping.sequence(), 0));
                    }
                }
                assertThat(probed.size()).isLessThanOrEqualTo(before + 1);
            }
            return probed;
        }
    }
}
