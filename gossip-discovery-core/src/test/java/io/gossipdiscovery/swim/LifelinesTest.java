package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Idle connections to our neighbours on the ring. */
class LifelinesTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);
    private static final NodeId C = node(4, 100);
    private static final NodeId[] TEN =
            IntStream.range(2, 12).mapToObj(i -> node(i, 100)).toArray(NodeId[]::new);

    @Test
    void inASmallClusterEverybodyIsHeld() {
        Machine machine = holding(A, B, C);
        assertThat(machine.lifelines)
                .extracting(Machine.Sent::to)
                .containsExactlyInAnyOrder(A.address(), B.address(), C.address());
        assertThat(machine.lifelines)
                .allSatisfy(
                        line -> {
                            assertThat(line.message()).isInstanceOf(Message.Ping.class);
                            assertThat(line.targetGeneration()).isEqualTo(100);
                        });
    }

    @Test
    void inALargerOneThreeAreHeldAndFollowTheRing() {
        Machine machine = holding(TEN);
        assertThat(machine.lifelines).hasSize(3);
        Address first = machine.lifelines.get(0).to();
        NodeId gone = List.of(TEN).stream().filter(n -> n.address().equals(first)).findAny().get();
        machine.hear(A.equals(gone) ? B : A, new Rumor.Left(gone, 1, 0));
        machine.run(300);
        assertThat(machine.lifelines).hasSize(3);
        assertThat(machine.lifelines).noneMatch(line -> line.to().equals(first));
    }

    @Test
    void noneIsOpenedWhereTheyAreSwitchedOff() {
        GossipConfig.Builder lan = GossipConfig.lan();
        Machine machine = new Machine(lan.probe(lan.probe().withLifelines(0)).build());
        machine.hear(A, new Rumor.Alive(A, 1));
        machine.run(10_000);
        assertThat(machine.lifelines).isEmpty();
    }

    @Test
    void aBrokenLifelineMakesUsAskBothWaysAndConvictsNobody() {
        Machine machine = holding(A, B, C);
        answer(machine, A);
        machine.sent.clear();
        machine.swim.lifelineBroken(machine.now, A.address());
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .extracting(Machine.Sent::lane)
                .containsExactlyInAnyOrder(Lane.DATAGRAM, Lane.STREAM);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void anAnsweredLifelineIsAConnectionThatWorked() {
        Machine machine = holding(A, B, C);
        answer(machine, A);
        machine.swim.lifelineBroken(machine.now, A.address());
        machine.refuse(A);
        machine.run(41);
        machine.run(20);
        assertThat(machine.told(Rumor.Suspect.class))
                .contains(new Rumor.Suspect(A, 1, SELF, Evidence.GONE));
    }

    @Test
    void aLifelineThatCouldNotBeHadIsAReasonToAskAndNoMore() {
        Machine machine = holding(A, B, C);
        machine.sent.clear();
        machine.swim.lifelineBroken(machine.now, A.address());
        assertThat(machine.sent).singleElement().returns(Lane.DATAGRAM, Machine.Sent::lane);
        machine.refuse(A);
        machine.run(41);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void aLifelineThatIsNotHeldCannotBreak() {
        Machine machine = holding(A, B, C);
        answer(machine, A);
        machine.swim.lifelineBroken(machine.now, A.address());
        for (Message.Ping ping : machine.take(Message.Ping.class)) {
            machine.receive(A, new Message.Ack(ping.sequence(), 0));
        }
        machine.sent.clear();
        machine.swim.lifelineBroken(machine.now, A.address());
        machine.swim.lifelineBroken(machine.now, node(9, 1).address());
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void whoLeftIsNotAskedWhenItsLifelineEnds() {
        Machine machine = holding(A, B, C);
        answer(machine, A);
        machine.hear(A, new Rumor.Left(A, 1, 0));
        machine.sent.clear();
        machine.swim.lifelineBroken(machine.now, A.address());
        assertThat(machine.take(Message.Ping.class)).isEmpty();
    }

    @Test
    void whereAnotherLifeAnswersTheFormerOneIsAskedAnewBothWays() {
        Machine machine = holding(A, B, C);
        machine.sent.clear();
        for (Machine.Sent line : List.copyOf(machine.lifelines)) {
            if (line.to().equals(A.address())) {
                long sequence = ((Message.Ping) line.message()).sequence();
                machine.receive(node(2, 101), new Message.Gone(sequence, 100));
            }
        }
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .filteredOn(s -> s.to().equals(A.address()))
                .extracting(Machine.Sent::lane)
                .containsExactlyInAnyOrder(Lane.DATAGRAM, Lane.STREAM);
    }

    @Test
    void anUnansweredLifelineIsGivenUp() {
        Machine machine = holding(A, B, C);
        machine.run(2_050);
        assertThat(machine.lifelines).isEmpty();
    }

    @Test
    void aLifelineThatBreaksAgainAndAgainIsMadeEverMoreRarely() {
        Machine machine = holding(A, B, C);
        int made = 0;
        for (int second = 0; second < 120; second++) {
            if (machine.lifelines.removeIf(line -> line.to().equals(A.address()))) {
                made++;
                machine.swim.lifelineBroken(machine.now, A.address());
            }
            machine.hear(A, new Rumor.Alive(A, 2 + second)); // it lives, whatever probes say
            machine.run(1_000);
        }
        assertThat(made).isBetween(5, 8); // after 0, 1, 3, 7, 15, 31, 63 seconds
    }

    @Test
    void aNewLifeGetsALifelineOfItsOwn() {
        Machine machine = holding(A, B, C);
        NodeId next = node(2, 101);
        machine.hear(B, new Rumor.Alive(next, 1));
        machine.run(300);
        assertThat(machine.lifelines)
                .filteredOn(line -> line.to().equals(A.address()))
                .singleElement()
                .returns(101L, Machine.Sent::targetGeneration);
    }

    @Test
    void whoLeavesTellsItsWatchersFirstAndLetsGo() {
        Machine machine = holding(TEN);
        machine.sent.clear();
        machine.swim.leave(machine.now);
        assertThat(machine.lifelines).isEmpty();
        assertThat(machine.sent).hasSize(3);
        assertThat(machine.told(Rumor.Left.class)).hasSize(3);
        assertThat(machine.sent)
                .allMatch(s -> new Ring(idOf(s.to())).holds(SELF), "sent to its watchers");
        machine.hear(A, new Rumor.Alive(node(12, 100), 1));
        machine.run(300);
        assertThat(machine.lifelines).isEmpty();
    }

    /** A machine that knows these, with its lifelines opened. */
    private static Machine holding(NodeId... members) {
        Machine machine = Machine.knowing(members);
        machine.run(251);
        return machine;
    }

    private static void answer(Machine machine, NodeId member) {
        machine.lifelines.stream()
                .filter(line -> line.to().equals(member.address()))
                .map(line -> ((Message.Ping) line.message()).sequence())
                .forEach(sequence -> machine.receive(member, new Message.Ack(sequence, 0)));
    }

    private static NodeId idOf(Address address) {
        return List.of(TEN).stream().filter(n -> n.address().equals(address)).findAny().get();
    }

    /** What another of the ten, or of the ten and ourselves, would hold, said in another way. */
    private record Ring(NodeId of) {
        boolean holds(NodeId wanted) {
            boolean withSelf = wanted.equals(SELF);
            return IntStream.rangeClosed(withSelf ? 1 : 2, 11)
                    .mapToObj(i -> node(i, 100))
                    .filter(n -> !n.address().equals(of.address()))
                    .sorted((a, b) -> Long.compareUnsigned(distance(a), distance(b)))
                    .limit(3)
                    .anyMatch(n -> n.address().equals(wanted.address()));
        }

        private long distance(NodeId other) {
            return place(other) - place(of);
        }

        private static long place(NodeId node) {
            return new Belief(node, Status.ALIVE, 1).place();
        }
    }
}
