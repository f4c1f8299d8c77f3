package io.gossipdiscovery.swim;

import static io.gossipdiscovery.model.Evidence.GONE;
import static io.gossipdiscovery.model.Evidence.HUNG;
import static io.gossipdiscovery.model.Evidence.SILENT;
import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Verdicts by positive evidence: a refused connection, and who else was refused (reliability 4.1).
 */
class GoneTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);
    private static final NodeId C = node(4, 100);
    private static final NodeId D = node(5, 100);

    /** One attempt is 200 ms; a fifth of it is left to answer by datagram. */
    private static final long SETTLING = 41;

    private final Machine machine = Machine.knowing(A, B, C, D);

    @Test
    void whoIsRefusedAccusesAndDoesNotJudgeAlone() {
        machine.reach(A);
        probeIsRefused(A);
        assertThat(machine.member(A).status()).as("it may answer yet").isEqualTo(Status.ALIVE);
        machine.run(SETTLING);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.run(100);
        assertThat(machine.told(Rumor.Suspect.class)).contains(accused(A, SELF));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void twoWitnessesAreProofWhateverTheTimerSays() {
        machine.hear(B, accused(A, B));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(B, accused(A, B));
        assertThat(machine.member(A).status()).as("the same one twice").isEqualTo(Status.SUSPECT);
        machine.hear(B, accused(A, C));
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
        machine.run(100);
        assertThat(machine.told(Rumor.Dead.class)).contains(new Rumor.Dead(A, 1, B, 0, GONE, C));
    }

    @Test
    void ourOwnWordAndAnothersAreProof() {
        machine.reach(A);
        machine.hear(B, accused(A, B));
        machine.refuse(A);
        machine.run(SETTLING);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void inAClusterOfTwoOneWitnessIsEnough() {
        Machine small = Machine.knowing(A);
        small.reach(A);
        small.swim.hint(small.now, A.address());
        small.refuse(A);
        small.run(SETTLING);
        assertThat(small.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void amongThreeTheOtherObserverIsAWitnessToo() {
        Machine small = Machine.knowing(A, B);
        small.reach(A);
        small.hear(B, accused(A, B));
        assertThat(small.member(A).status()).isEqualTo(Status.SUSPECT);
        small.refuse(A);
        small.run(SETTLING);
        assertThat(small.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aVerdictWithItsWitnessesIsBelievedAtOnce() {
        machine.hear(B, new Rumor.Dead(A, 1, C, 0, GONE, D));
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aVerdictOfOneWitnessIsItsAccusation() {
        machine.hear(B, new Rumor.Dead(A, 1, B, 0, GONE, null));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0, GONE, B));
        assertThat(machine.member(A).status()).as("named twice").isEqualTo(Status.SUSPECT);
        machine.hear(C, new Rumor.Dead(A, 1, C, 0, GONE, null));
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void neitherWeNorTheDeadAreWitnessesUnasked() {
        machine.hear(B, new Rumor.Dead(A, 1, SELF, 0, GONE, B));
        assertThat(machine.member(A).status()).as("we never said so").isEqualTo(Status.SUSPECT);
        machine.hear(B, new Rumor.Dead(C, 1, C, 0, GONE, B));
        assertThat(machine.member(C).status()).as("it did not either").isEqualTo(Status.SUSPECT);
    }

    @Test
    void whoWasHungAndIsKilledNeedNotWaitOutItsTime() {
        machine.hear(B, new Rumor.Suspect(A, 1, B, HUNG));
        machine.run(3_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(B, accused(A, B));
        machine.hear(B, accused(A, C));
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aHigherIncarnationRefutesAccusationsAndProof() {
        machine.hear(B, accused(A, B));
        machine.hear(A, new Rumor.Alive(A, 2));
        machine.hear(C, accused(A, C));
        assertThat(machine.member(A).status()).as("of another time").isEqualTo(Status.ALIVE);
        machine.hear(C, new Rumor.Dead(A, 2, B, 0, GONE, C));
        machine.hear(A, new Rumor.Alive(A, 3));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void aRefusalSaysNothingWhereNoConnectionToThatLifeWorkedBefore() {
        probeIsRefused(A);
        machine.run(SETTLING);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);

        machine.reach(B);
        NodeId next = node(3, 101);
        machine.hear(C, new Rumor.Alive(next, 1));
        probeIsRefused(next);
        machine.run(SETTLING);
        assertThat(machine.member(next).status()).as("a new life").isEqualTo(Status.ALIVE);
    }

    @Test
    void aFirewallThatRefusesConnectionsKillsNobody() {
        machine.reach(A);
        long sequence = probeIsRefused(A);
        machine.receive(A, new Message.Ack(sequence, 0));
        machine.run(SETTLING);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void whoIsFarAwayHasTwoRoundTripsToAnswer() {
        machine.reach(A);
        machine.hear(B, accused(A, B)); // so that we ask both ways
        long sequence = machine.take(Message.Ping.class).get(0).sequence();
        machine.run(90);
        machine.refuse(A);
        machine.run(100);
        assertThat(machine.told(Rumor.Suspect.class)).doesNotContain(accused(A, SELF));
        machine.receive(A, new Message.Ack(sequence, 0));
        machine.run(150);
        assertThat(machine.told(Rumor.Suspect.class)).doesNotContain(accused(A, SELF));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void whoListensAgainIsNotGone() {
        machine.reach(A);
        probeIsRefused(A);
        machine.reach(A);
        machine.run(SETTLING);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        machine.run(1_000);
        assertThat(machine.told(Rumor.Suspect.class)).contains(new Rumor.Suspect(A, 1, SELF, HUNG));
    }

    @Test
    void aConnectionThatWasBegunBeforeAProbeSaysNothingOfIt() {
        machine.swim.hint(machine.now, A.address());
        machine.reach(A); // a stream of before, whose end we hear of now
        machine.run(1_000);
        assertThat(machine.told(Rumor.Suspect.class))
                .contains(new Rumor.Suspect(A, 1, SELF, SILENT))
                .doesNotContain(new Rumor.Suspect(A, 1, SELF, HUNG));
    }

    @Test
    void whoHearsThatOneIsGoneLooksForItselfBothWays() {
        machine.reach(A);
        machine.hear(B, accused(A, B));
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .filteredOn(s -> s.to().equals(A.address()))
                .extracting(Machine.Sent::lane)
                .containsExactlyInAnyOrder(Lane.DATAGRAM, Lane.STREAM);
        machine.sent.clear();
        machine.hear(C, accused(A, B));
        assertThat(machine.sent).as("once is enough").isEmpty();
    }

    @Test
    void aNodeThatAllRefuseNeedsAnAnswerBeforeItsWordCounts() {
        NodeId[] many = IntStream.range(10, 20).mapToObj(i -> node(i, 1)).toArray(NodeId[]::new);
        Machine sick = Machine.knowing(many);
        List<NodeId> refused = List.of(many).subList(0, 6);
        refused.forEach(sick::reach);
        refused.forEach(member -> sick.swim.hint(sick.now, member.address()));
        refused.forEach(sick::refuse);
        sick.run(SETTLING);
        assertThat(refused).allMatch(m -> sick.member(m).status() == Status.ALIVE);

        answerAll(sick, List.of(many).subList(6, 10));
        sick.run(SETTLING);
        assertThat(refused).allMatch(m -> sick.member(m).status() == Status.SUSPECT);
        sick.run(50);
        assertThat(sick.told(Rumor.Suspect.class)).contains(accused(refused.get(0), SELF));
    }

    @Test
    void withoutAnAnswerRefusalsAreNoMoreThanSilence() {
        NodeId[] many = IntStream.range(10, 20).mapToObj(i -> node(i, 1)).toArray(NodeId[]::new);
        Machine sick = Machine.knowing(many);
        List.of(many).forEach(sick::reach);
        List.of(many).forEach(member -> sick.swim.hint(sick.now, member.address()));
        List.of(many).forEach(sick::refuse);
        sick.run(2_000);
        assertThat(sick.member(many[0]).status()).isEqualTo(Status.SUSPECT);
        assertThat(sick.told(Rumor.Suspect.class)).noneMatch(s -> s.evidence() == GONE);
    }

    /** Whoever of these is asked answers. */
    private static void answerAll(Machine sick, List<NodeId> healthy) {
        for (Machine.Sent sent : List.copyOf(sick.sent)) {
            healthy.stream()
                    .filter(m -> m.address().equals(sent.to()))
                    .filter(m -> sent.message() instanceof Message.Ping)
                    .forEach(
                            m -> {
                                long sequence = ((Message.Ping) sent.message()).sequence();
                                sick.receive(m, new Message.Ack(sequence, 0));
                            });
        }
    }

    /** A member is probed, and refuses; returns the sequence of the probe. */
    private long probeIsRefused(NodeId member) {
        machine.sent.clear();
        machine.swim.hint(machine.now, member.address());
        machine.refuse(member);
        return ((Message.Ping) machine.sent.get(0).message()).sequence();
    }

    private static Rumor.Suspect accused(NodeId suspect, NodeId witness) {
        return new Rumor.Suspect(suspect, 1, witness, GONE);
    }
}
