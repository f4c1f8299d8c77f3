package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;
import static io.gossipdiscovery.swim.Machine.offered;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

/** What a member does for observers, and what it does not let them do. */
class ObserverDutyTest {
    private static final int BITS = 9;
    private static final NodeId A = node(2, 20);
    private static final NodeId B = node(3, 30);
    private static final NodeId WATCHER = node(9, 90);

    /** Where a NAT lets the observer appear. */
    private static final Address OUTSIDE = Address.parse("192.0.2.1:4000");

    @Test
    void isToldWhatItDoesNotKnowAtOnceAndWhereItAskedFrom() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(A, offered(A, 1, "shop"));
        machine.sent.clear();
        int asked = ask(machine, nothing(false));
        Machine.Sent answer = machine.sent.get(0);
        assertThat(machine.sent).hasSize(1);
        assertThat(answer.lane()).isEqualTo(Lane.DATAGRAM);
        assertThat(answer.to()).isEqualTo(OUTSIDE);
        assertThat(answer.targetGeneration()).isEqualTo(WATCHER.generation());
        assertThat(answer.message()).isInstanceOf(Message.Roll.class);
        assertThat(answer.rumors())
                .contains(new Rumor.Alive(A, 1), new Rumor.Alive(B, 1))
                .anyMatch(rumor -> rumor instanceof Rumor.Offered told && told.about().equals(A))
                .anyMatch(rumor -> rumor.about().equals(SELF));
        assertThat(answer.bytes()).isLessThanOrEqualTo(asked);
    }

    @Test
    void nobodyBelievesInAnObserverOrInWhatItSays() {
        Machine machine = Machine.knowing(A, B);
        long view = machine.swim.viewHash();
        machine.changes.clear();
        for (Message message :
                List.of(
                        nothing(false),
                        new Message.Ping(1, 0),
                        new Message.Ask(0),
                        new Message.Gossip(),
                        new Message.Fetch(List.of(A)),
                        new Message.PingReq(1, A))) {
            for (Lane lane : Lane.values()) {
                machine.receiveFromObserver(
                        lane,
                        OUTSIDE,
                        WATCHER,
                        message,
                        new Rumor.Alive(WATCHER, 1),
                        new Rumor.Suspect(A, 1, WATCHER),
                        new Rumor.Dead(B, 1, WATCHER, 0),
                        new Rumor.Suspect(SELF, 1, WATCHER),
                        offered(node(8, 80), 1, "forged"));
            }
        }
        assertThat(machine.changes).isEmpty();
        assertThat(machine.swim.members()).hasSize(3);
        assertThat(machine.swim.viewHash()).isEqualTo(view);
        assertThat(machine.rejections).containsOnly(Rejection.OBSERVER);
        machine.sent.clear();
        machine.run(5_000);
        assertThat(machine.sent).noneMatch(packet -> packet.to().equals(WATCHER.address()));
        assertThat(machine.told(Rumor.class)).noneMatch(r -> r.about().equals(WATCHER));
    }

    @Test
    void nobodyWaitsForAnObserver() {
        Machine machine = new Machine(GossipConfig.lan().build());
        ask(machine, nothing(false));
        machine.swim.awaitVisible(machine.now, 1, 1, 1_000_000_000L);
        assertThat(machine.waits).containsEntry(1L, new Visibility(0, 0));
    }

    @Test
    void aDatagramNeverDrawsMoreThanItIsLong() {
        NodeId[] many = new NodeId[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = node(10 + i, 1);
        }
        Machine machine = Machine.knowing(many);
        for (int bits = 6; bits <= BITS; bits++) {
            machine.sent.clear();
            Message digest =
                    new Message.Digest(7, 0, true, Collections.nCopies(1 << bits, (short) 0));
            int asked = ask(machine, digest);
            assertThat(machine.sent)
                    .singleElement()
                    .matches(answer -> answer.lane() == Lane.DATAGRAM)
                    .matches(answer -> answer.bytes() <= asked);
        }
    }

    @Test
    void whatDoesNotFitGoesOverAStreamToWhereTheObserverSaysItIs() {
        NodeId[] many = new NodeId[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = node(10 + i, 1);
        }
        Machine machine = Machine.knowing(many);
        ask(machine, nothing(false));
        assertThat(machine.sent)
                .singleElement()
                .matches(answer -> answer.lane() == Lane.STREAM)
                .matches(answer -> answer.to().equals(WATCHER.address()))
                .matches(answer -> answer.rumors().size() > 60);
    }

    @Test
    void whoAgreesIsAnsweredShortlyAndToldWhomWeDoubt() {
        Machine machine = Machine.knowing(A, B);
        Rumor doubt = new Rumor.Suspect(B, 1, A);
        machine.hear(A, doubt);
        machine.sent.clear();
        ask(machine, nothing(true));
        Message.Roll roll = (Message.Roll) machine.sent.get(0).message();
        assertThat(machine.sent.get(0).rumors()).contains(doubt);
        assertThat(roll.buckets().cardinality()).isEqualTo(3);
    }

    @Test
    void aFloodOfQuestionsIsBoundedAndCounted() {
        Machine machine = Machine.knowing(A, B);
        for (int i = 0; i < 2_000; i++) {
            ask(machine, nothing(true));
        }
        long rolls = machine.sent.stream().filter(s -> s.message() instanceof Message.Roll).count();
        assertThat(rolls).isBetween(50L, (long) SyncBudget.DIGESTS_PER_INTERVAL);
        assertThat(machine.rejections)
                .hasSize(2_000 - (int) rolls)
                .containsOnly(Rejection.CAPACITY);
        assertThat(machine.take(Message.Busy.class))
                .hasSizeLessThanOrEqualTo(SyncBudget.REFERRALS_PER_INTERVAL);
    }

    @Test
    void observersTakeNothingFromMembers() {
        Machine machine = Machine.knowing(A, B);
        for (int i = 0; i < 2_000; i++) {
            ask(machine, nothing(true));
        }
        machine.sent.clear();
        machine.receiveStream(A, nothing(false));
        assertThat(machine.take(Message.Roll.class)).isNotEmpty();
    }

    @Test
    void anObserverAtAFormerMembersAddressProvesThatItIsGone() {
        Machine machine = Machine.knowing(A, B);
        machine.sent.clear();
        machine.swim.hint(machine.now, A.address());
        long sequence = machine.take(Message.Ping.class).get(0).sequence();
        NodeId watcher = new NodeId(A.address(), 21);
        machine.receiveFromObserver(
                Lane.DATAGRAM, A.address(), watcher, new Message.Gone(sequence, A.generation()));
        assertThat(machine.member(A).status().isLive()).isFalse();
    }

    private static int ask(Machine machine, Message digest) {
        return machine.receiveFromObserver(Lane.DATAGRAM, OUTSIDE, WATCHER, digest);
    }

    /** Of a view in which nobody is: under salt 0 the hash of an empty bucket is 0. */
    private static Message nothing(boolean isForDatagrams) {
        return new Message.Digest(0, 0, isForDatagrams, Collections.nCopies(1 << BITS, (short) 0));
    }
}
