package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.node;
import static io.gossipdiscovery.swim.Machine.offered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;

/** A machine that only looks on. */
class ObserverRoleTest {
    private static final NodeId A = node(2, 20);
    private static final NodeId B = node(3, 30);
    private static final NodeId C = node(4, 40);

    @Test
    void asksItsSeedsAndBelievesWhatItIsTold() {
        Machine machine = observer();
        machine.swim.seeds(machine.now, List.of(A.address(), B.address()));
        machine.run(1);
        assertThat(machine.sent)
                .extracting(Machine.Sent::to)
                .containsExactlyInAnyOrder(A.address(), B.address());
        answer(machine, A, new Rumor.Alive(A, 1), offered(A, 1, "shop"), new Rumor.Alive(B, 3));
        assertThat(machine.swim.members()).extracting(member -> member.id()).containsExactly(A, B);
        assertThat(machine.member(A).offer()).isPresent();
    }

    @Test
    void saysNothingOfAnybodyAndBearsTheFlag() {
        Machine machine = knowing(A, B, C);
        machine.hear(A, new Rumor.Suspect(B, 1, A), offered(C, 1, "shop"), new Rumor.Alive(C, 2));
        machine.hear(A, new Rumor.Notice(A, 7));
        machine.run(30_000);
        assertThat(machine.sent).isNotEmpty();
        assertThat(machine.sent).allMatch(Machine.Sent::isByObserver);
        assertThat(machine.sent)
                .allMatch(
                        packet ->
                                packet.message() instanceof Message.Digest
                                        || packet.message() instanceof Message.Fetch);
        assertThat(machine.told(Rumor.class)).isEmpty();
        assertThat(machine.lifelines).isEmpty();
    }

    @Test
    void isNotInItsOwnView() {
        Machine machine = knowing(A);
        Machine member = new Machine(GossipConfig.lan().build());
        member.hear(A, new Rumor.Alive(A, 1));
        assertThat(machine.swim.members()).hasSize(1);
        assertThat(machine.swim.viewHash()).isNotEqualTo(member.swim.viewHash());
        assertThat(machine.swim.self()).isEqualTo(Machine.SELF);
    }

    @Test
    void answersNoQuestion() {
        Machine machine = knowing(A);
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 0));
        machine.receive(A, new Message.Ask(0));
        machine.receive(A, new Message.PingReq(2, B));
        machine.receiveFromObserver(Lane.DATAGRAM, B.address(), B, new Message.Ping(1, 0));
        assertThat(machine.sent).isEmpty();
        assertThat(machine.rejections).containsExactly(Rejection.OBSERVER);
    }

    @Test
    void saysThatWhoWasAtItsAddressIsGone() {
        Machine machine = knowing(A);
        machine.sent.clear();
        machine.receive(A, Machine.SELF.generation() - 1, new Message.Ping(5, 0));
        assertThat(machine.sent)
                .singleElement()
                .matches(s -> s.message().equals(new Message.Gone(5, 9)))
                .matches(Machine.Sent::isByObserver);
    }

    @Test
    void whoeverIsSilentIsLeftForAnotherAndNobodyIsBlamed() {
        Machine machine = knowing(A, B, C);
        machine.swim.seeds(machine.now, List.of(C.address()));
        machine.sent.clear();
        machine.run(10_000);
        assertThat(machine.swim.isIsolated()).isTrue();
        assertThat(machine.isolations).containsExactly(true);
        assertThat(machine.sent)
                .extracting(Machine.Sent::to)
                .contains(A.address(), B.address(), C.address());
        assertThat(machine.swim.members())
                .hasSize(3)
                .allMatch(member -> member.status() == Status.ALIVE);
        answer(machine, B, new Rumor.Alive(B, 1));
        assertThat(machine.isolations).containsExactly(true, false);
    }

    @Test
    void aVerdictWithWitnessesIsBelievedAtOnceAndOneWithoutIsADoubtFirst() {
        Machine machine = knowing(A, B, C, node(5, 50));
        machine.hear(A, new Rumor.Dead(B, 1, A, 0, Evidence.GONE, C));
        assertThat(machine.member(B).status()).isEqualTo(Status.DEAD);
        machine.hear(A, new Rumor.Dead(C, 1, A, 0));
        assertThat(machine.member(C).status()).isEqualTo(Status.SUSPECT);
        machine.run(1_100);
        machine.hear(A, new Rumor.Dead(C, 1, A, 0));
        assertThat(machine.member(C).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aDoubtAloneConvictsNobodyEver() {
        Machine machine = knowing(A, B, C);
        machine.hear(A, new Rumor.Suspect(B, 1, A));
        machine.hear(C, new Rumor.Suspect(B, 1, C));
        machine.run(120_000);
        assertThat(machine.member(B).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void whomNoMemberKnowsIsForgottenAfterAWhileAndNotBefore() {
        Machine machine = knowing(A, B);
        machine.run(1_500);
        answer(machine, A, alive(A)); // not a word of B
        assertThat(machine.member(B).status()).isEqualTo(Status.ALIVE);
        answering(machine, 9_000, A, alive(A));
        assertThat(machine.member(B)).isNotNull();
        answering(machine, 3_000, A, alive(A));
        assertThat(machine.member(B)).isNull();
        assertThat(machine.member(A)).isNotNull();
    }

    @Test
    void asLongAsNobodyAnswersNobodyIsForgotten() {
        Machine machine = knowing(A, B);
        machine.run(1_500);
        answering(machine, 5_000, A, alive(A)); // not a word of B
        machine.run(60_000);
        assertThat(machine.member(B)).isNotNull();
        answering(machine, 3_000, A, alive(A));
        assertThat(machine.member(B)).as("silence is no grace").isNotNull();
        answering(machine, 5_000, A, alive(A));
        assertThat(machine.member(B)).isNull();
    }

    @Test
    void whomMembersHoldForDeadInAnEarlierIncarnationIsForgottenToo() {
        Machine machine = knowing(A, B);
        machine.hear(A, new Rumor.Alive(B, 7)); // a refutation that no member knows any more
        answering(machine, 15_000, A, alive(A), new Rumor.Dead(B, 5, A, 0));
        assertThat(machine.member(B))
                .satisfiesAnyOf(
                        b -> assertThat(b).isNull(),
                        b -> assertThat(b.status()).isEqualTo(Status.DEAD));
    }

    @Test
    void aDoubtThatNoMemberHasIsGivenUpAfterAWhileAndNotBefore() {
        Machine machine = knowing(A, B);
        machine.hear(A, new Rumor.Suspect(B, 1, C)); // C, who said so, is gone
        machine.run(1_500);
        answering(machine, 9_000, A, alive(A), alive(B));
        assertThat(machine.member(B).status()).isEqualTo(Status.SUSPECT);
        answering(machine, 4_000, A, alive(A), alive(B)); // it is forgotten, and told anew
        assertThat(machine.member(B).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void aDoubtThatIsToldAgainAndAgainIsKept() {
        Machine machine = knowing(A, B);
        machine.run(1_500);
        for (int i = 0; i < 14; i++) {
            answer(machine, A, alive(A), new Rumor.Suspect(B, 1, C));
            machine.run(1_500);
            assertThat(machine.member(B).status()).isEqualTo(Status.SUSPECT);
        }
    }

    @Test
    void whoIsSpokenOfAgainIsKept() {
        Machine machine = knowing(A, B);
        machine.run(1_500);
        answering(machine, 5_000, A, alive(A));
        answering(machine, 9_000, A, alive(A), alive(B));
        answering(machine, 9_000, A, alive(A));
        assertThat(machine.member(B)).isNotNull();
    }

    @Test
    void whomMembersHoldForAliveAllTheTimeIsNotDead() {
        Machine machine = knowing(A, B, C);
        machine.kill(B, C); // whoever said so is gone, and nobody asks B to refute it
        assertThat(machine.member(B).status()).isEqualTo(Status.DEAD);
        answering(machine, 20_000, A, alive(A), alive(B), alive(C));
        assertThat(machine.member(B).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void whereAllAreDeadItBeginsAnew() {
        Machine machine = knowing(A);
        machine.swim.seeds(machine.now, List.of(A.address()));
        machine.kill(A, B);
        machine.run(2_000);
        assertThat(machine.swim.members()).isEmpty();
        answer(machine, A, alive(A)); // which was not dead after all
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void offersNothingWaitsForNobodyAndGoesWithoutAWord() {
        Machine machine = knowing(A);
        List<Instance> some = List.of(Instance.of("shop", "1", "h", 1));
        assertThatThrownBy(() -> machine.swim.offer(machine.now, some))
                .isInstanceOf(IllegalStateException.class);
        machine.swim.awaitVisible(machine.now, 3, 1, 1_000 * MILLI);
        assertThat(machine.waits).containsEntry(3L, new Visibility(0, 0));
        machine.sent.clear();
        machine.swim.leave(machine.now);
        machine.run(60_000);
        assertThat(machine.farewells).isEqualTo(1);
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void aHintLetsItLookAtOnceButNotAgainAndAgain() {
        Machine machine = knowing(A);
        answering(machine, 5_000, A, alive(A));
        int asked = 0;
        for (int i = 0; i < 100; i++) { // in a protocol period
            machine.sent.clear();
            machine.swim.hint(machine.now, A.address());
            machine.run(10);
            if (!machine.sent.isEmpty()) {
                asked++;
                answer(machine, A, alive(A));
            }
        }
        assertThat(asked).as("at most one in a time-out of 200 ms").isBetween(2, 6);
    }

    private static Rumor alive(NodeId node) {
        return new Rumor.Alive(node, 1);
    }

    private static Machine observer() {
        return new Machine(GossipConfig.lan().observer(true).build());
    }

    private static Machine knowing(NodeId... members) {
        Machine machine = observer();
        for (NodeId member : members) {
            machine.hear(member, new Rumor.Alive(member, 1));
        }
        return machine;
    }

    @Test
    void hintsAtOneMomentAreOneQuestion() {
        Machine machine = knowing(A);
        answering(machine, 5_000, A, alive(A));
        machine.run(300);
        machine.sent.clear();
        for (int i = 0; i < 100; i++) {
            machine.swim.hint(machine.now, A.address());
            answer(machine, A, alive(A));
        }
        assertThat(machine.sent).hasSizeLessThan(5);
    }

    @Test
    void whoHasLeftAsksNothingMore() {
        Machine machine = knowing(A);
        machine.run(1_500);
        answer(machine, A, alive(A));
        machine.swim.leave(machine.now);
        machine.sent.clear();
        machine.run(10_000);
        machine.swim.hint(machine.now, A.address());
        machine.run(10_000);
        assertThat(machine.sent).isEmpty();
    }

    /** Lives on while each of its questions is answered like that. */
    private static void answering(Machine machine, long millis, NodeId speaker, Rumor... rumors) {
        for (long end = machine.now + millis * MILLI; machine.now < end; ) {
            machine.sent.clear();
            machine.run(100);
            if (machine.sent.stream().anyMatch(s -> s.message() instanceof Message.Digest)) {
                answer(machine, speaker, rumors);
            }
        }
    }

    /** Answers its latest question, as if all of the speaker's view differed. */
    private static void answer(Machine machine, NodeId speaker, Rumor... rumors) {
        Message.Digest asked =
                machine.sent.stream()
                        .map(Machine.Sent::message)
                        .filter(Message.Digest.class::isInstance)
                        .map(Message.Digest.class::cast)
                        .reduce((former, later) -> later)
                        .orElseThrow();
        int buckets = asked.hashes().size();
        BitSet all = new BitSet();
        all.set(0, buckets);
        int bits = Integer.numberOfTrailingZeros(buckets);
        machine.receive(speaker, new Message.Roll(asked.salt(), bits, all), rumors);
    }
}
