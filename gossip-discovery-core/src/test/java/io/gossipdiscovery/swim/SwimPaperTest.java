package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The failure detector of the SWIM paper (Das, Gupta, Motivala 2002), one test for a sentence:
 * section 3.1 for the probe, 4.3 for its targets. Where we deviate, the test states what we do, and
 * {@code docs/protocol.md} why.
 */
class SwimPaperTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);
    private static final NodeId D = node(5, 1);
    private static final NodeId E = node(6, 1);

    @Test
    @DisplayName("SWIM 3.1: in each protocol period one member is probed")
    void oneMemberIsProbedInEachPeriod() {
        Machine machine = Machine.knowing(A, B, C);
        machine.runAnswered(1_000);
        assertThat(sequences(machine.runAnswered(10_000))).hasSize(10);
    }

    @Test
    @DisplayName("SWIM 3.1: a ping is answered with an ack of the same sequence")
    void aPingIsAnswered() {
        Machine machine = Machine.knowing(A);
        machine.receive(A, new Message.Ping(77, 0));
        assertThat(machine.take(Message.Ack.class))
                .singleElement()
                .returns(77L, Message.Ack::sequence);
    }

    @Test
    @DisplayName("SWIM 3.1: each probe has a sequence of its own, and no other ack answers it")
    void onlyTheAckOfTheSameSequenceAnswersAProbe() {
        Machine machine = Machine.knowing(A);
        machine.run(1_000);
        long sequence = machine.take(Message.Ping.class).get(0).sequence();
        machine.receive(A, new Message.Ack(sequence + 1, 0));
        machine.run(900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName("SWIM 3.1: helpers are asked only when the time-out is over")
    void helpersAreAskedOnlyWhenTheTimeOutIsOver() {
        Machine machine = Machine.knowing(A, B);
        runToTheFirstPing(machine);
        machine.sent.clear();
        machine.run(198);
        assertThat(machine.take(Message.PingReq.class)).isEmpty();
        machine.run(3);
        assertThat(machine.take(Message.PingReq.class)).isNotEmpty();
    }

    @Test
    @DisplayName("SWIM 3.1: k members chosen at random are asked, and never the silent one itself")
    void aSilentMemberIsAskedThroughKHelpers() {
        Machine machine = Machine.knowing(A, B, C, D, E);
        runToTheFirstPing(machine);
        machine.sent.clear();
        machine.run(201);
        List<Machine.Sent> requests =
                machine.sent.stream().filter(s -> s.message() instanceof Message.PingReq).toList();
        NodeId target = ((Message.PingReq) requests.get(0).message()).target();
        assertThat(requests).extracting(Machine.Sent::to).hasSize(3).doesNotHaveDuplicates();
        assertThat(requests).extracting(Machine.Sent::to).doesNotContain(target.address());
    }

    @Test
    @DisplayName("SWIM 3.1: a helper pings for another and passes the ack on")
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
    @DisplayName("SWIM 3.1: one ack by way of a helper is enough")
    void oneAckByWayOfAHelperIsEnough() {
        Machine machine = Machine.knowing(A, B);
        NodeId target = runToTheFirstPing(machine);
        NodeId helper = target.equals(A) ? B : A;
        long sequence = machine.take(Message.Ping.class).get(0).sequence();
        machine.run(300);
        machine.receive(helper, new Message.Ack(sequence, 0));
        machine.run(400);
        assertThat(machine.member(target).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    @DisplayName("SWIM 3.1: (deviates: three pings a time-out apart, and helpers twice)")
    void aSilentMemberIsPingedThreeTimes() {
        Machine machine = Machine.knowing(A, B);
        runToTheFirstPing(machine);
        machine.sent.clear();
        machine.run(599);
        List<Machine.Sent> packets = List.copyOf(machine.sent);
        assertThat(packets)
                .filteredOn(s -> s.message() instanceof Message.Ping && s.lane() == Lane.DATAGRAM)
                .hasSize(2);
        assertThat(packets).filteredOn(s -> s.message() instanceof Message.PingReq).hasSize(2);
        assertThat(packets)
                .filteredOn(s -> s.message() instanceof Message.Ping && s.lane() == Lane.STREAM)
                .hasSize(1);
    }

    @Test
    @DisplayName("SWIM 3.1: (deviates: decided after three time-outs, not at the period's end)")
    void aProbeIsDecidedAfterThreeTimeOuts() {
        Machine machine = Machine.knowing(A, B);
        NodeId target = runToTheFirstPing(machine);
        machine.run(598);
        assertThat(machine.member(target).status()).isEqualTo(Status.ALIVE);
        machine.run(3);
        assertThat(machine.member(target).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName("SWIM 4.3: every member is probed once in each round")
    void everyMemberIsProbedOnceInEachRound() {
        NodeId[] members = members(10);
        Machine machine = Machine.knowing(members);
        List<NodeId> probed = probed(machine, 50);
        for (int round = 1; round < 5; round++) { // the first began before all were known
            assertThat(new HashSet<>(probed.subList(10 * round, 10 * round + 10))).hasSize(10);
        }
    }

    @Test
    @DisplayName("SWIM 4.3: after a round the list is shuffled anew")
    void afterARoundTheListIsShuffledAnew() {
        List<NodeId> probed = probed(Machine.knowing(members(10)), 40);
        Set<List<NodeId>> rounds = new HashSet<>();
        for (int round = 1; round < 4; round++) {
            rounds.add(List.copyOf(probed.subList(10 * round, 10 * round + 10)));
        }
        assertThat(rounds).hasSize(3);
    }

    @Test
    @DisplayName("SWIM 4.3: two probes of a member are at most 2n - 1 periods apart")
    void twoProbesOfAMemberAreAtMostTwoRoundsApart() {
        List<NodeId> probed = probed(Machine.knowing(members(7)), 210);
        for (NodeId member : members(7)) {
            int last = 0;
            for (int i = 7; i < probed.size(); i++) {
                if (probed.get(i).equals(member)) {
                    assertThat(i - last).isLessThanOrEqualTo(last == 0 ? 2 * 7 : 2 * 7 - 1);
                    last = i;
                }
            }
        }
    }

    @Test
    @DisplayName("SWIM 4.3: a newcomer gets a place in the list at random")
    void aNewcomerGetsARandomPlace() {
        Set<Integer> places = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            MemberTable table = new MemberTable(random);
            ProbeOrder order = new ProbeOrder(table, random);
            for (NodeId member : members(10)) {
                Belief belief = new Belief(member, Status.ALIVE, 1);
                table.add(belief);
                order.insert(belief);
            }
            int place = 0;
            while (!order.next().id.equals(node(11, 1))) {
                place++;
            }
            places.add(place);
        }
        assertThat(places).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private static NodeId[] members(int count) {
        NodeId[] members = new NodeId[count];
        for (int i = 0; i < count; i++) {
            members[i] = node(i + 2, 1);
        }
        return members;
    }

    /** Lives up to the moment of the first ping, to the millisecond; whom it goes to. */
    private static NodeId runToTheFirstPing(Machine machine) {
        while (machine.sent.stream().noneMatch(s -> s.message() instanceof Message.Ping)) {
            machine.now += MILLI;
            machine.swim.advance(machine.now);
        }
        return machine.sent.stream()
                .filter(s -> s.message() instanceof Message.Ping)
                .map(s -> new NodeId(s.to(), s.targetGeneration()))
                .findFirst()
                .orElseThrow();
    }

    /** Whom the machine probes in so many periods, one after the other. */
    private static List<NodeId> probed(Machine machine, int periods) {
        List<NodeId> probed = new ArrayList<>();
        for (Machine.Sent sent : machine.runAnswered(periods * 1_000L)) {
            if (sent.message() instanceof Message.Ping) {
                probed.add(new NodeId(sent.to(), sent.targetGeneration()));
            }
        }
        assertThat(probed).hasSize(periods);
        return probed;
    }

    private static Set<Long> sequences(List<Machine.Sent> packets) {
        Set<Long> sequences = new HashSet<>();
        for (Machine.Sent sent : packets) {
            if (sent.message() instanceof Message.Ping ping) {
                sequences.add(ping.sequence());
            }
        }
        return sequences;
    }
}
