package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;
import static io.gossipdiscovery.swim.Machine.offered;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One node that is asked to look at others' addresses. */
class DialDutyTest {
    private static final NodeId A = node(2, 1);
    private static final String OWN = "10.0.0.2:7946";

    @Test
    void whatTheOfferSaysIsDialledAndToldToWhereTheQuestionCameFrom() {
        Machine machine = holding(at("10.0.0.7", 80), at("shop.example", 81));
        check(machine, 5, 0, 1);
        assertThat(machine.dials).containsOnlyKeys(OWN, "10.0.0.7:80", "shop.example:81");
        end(machine, OWN, Dial.CONNECTED);
        end(machine, "shop.example:81", Dial.UNKNOWN_NAME);
        assertThat(seen(machine)).isEmpty();
        end(machine, "10.0.0.7:80", Dial.REFUSED);
        assertThat(seen(machine))
                .containsExactly(
                        new Message.Seen(
                                7,
                                5,
                                A.address(),
                                Dial.CONNECTED,
                                List.of(Dial.REFUSED, Dial.UNKNOWN_NAME)));
    }

    @Test
    void theAnswerCarriesNothingElseAndIsNoLargerThanTheQuestion() {
        Machine machine = holding(at("10.0.0.7", 80));
        machine.hear(A, new Rumor.Alive(node(6, 1), 1)); // news that would ride on anything else
        machine.sent.clear();
        check(machine, 5, 0);
        end(machine, OWN, Dial.CONNECTED);
        end(machine, "10.0.0.7:80", Dial.CONNECTED);
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Seen)
                .singleElement()
                .matches(s -> s.rumors().isEmpty() && s.to().equals(A.address()));
    }

    @Test
    void ofAnotherOfferThanIsHeldOnlyTheNodesOwnAddressIsDialled() {
        Machine machine = holding(at("10.0.0.7", 80));
        check(machine, 6, 0);
        assertThat(machine.dials).containsOnlyKeys(OWN);
        end(machine, OWN, Dial.SILENT);
        assertThat(seen(machine))
                .containsExactly(new Message.Seen(7, 5, A.address(), Dial.SILENT, List.of()));
    }

    @Test
    void whatWantsNoCallsIsNotDialled() {
        Machine machine =
                holding(at("10.0.0.7", 80).withStatus(ServiceStatus.DRAINING), at("10.0.0.7", 0));
        check(machine, 5, 0, 1, 200);
        assertThat(machine.dials).containsOnlyKeys(OWN);
        end(machine, OWN, Dial.CONNECTED);
        assertThat(seen(machine).get(0).instances())
                .containsExactly(Dial.NOT_TRIED, Dial.NOT_TRIED, Dial.NOT_TRIED);
    }

    @Test
    void aLoopbackAddressOfAnotherMachineLeadsNowhere() {
        Machine machine = holding(at("127.0.0.1", 80), at("localhost", 80), at("a.LocalHost", 80));
        check(machine, 5, 0, 1, 2);
        assertThat(machine.dials).containsOnlyKeys(OWN);
        end(machine, OWN, Dial.CONNECTED);
        assertThat(seen(machine).get(0).instances()).containsOnly(Dial.LOOPBACK).hasSize(3);
    }

    @Test
    void whoeverIsOnThisMachineMayNameLoopback() {
        Machine machine = holding(at("localhost", 80), at("shop.example", 81));
        check(machine, 5, 0, 1);
        assertThat(machine.dials).containsOnlyKeys(OWN, "shop.example:81");
        assertThat(machine.dialsOfLoopback).isEmpty();
        NodeId neighbour = new NodeId(Machine.SELF.address().withPort(80), 1);
        machine = holding(neighbour, at("localhost", 80), at("shop.example", 81));
        machine.receive(neighbour, new Message.Check(7, 5, List.of(0, 1)));
        assertThat(machine.dialsOfLoopback)
                .containsExactlyInAnyOrderElementsOf(machine.dials.keySet())
                .contains("localhost:80", "shop.example:81");
    }

    @Test
    void theWildcardLeadsNowhereWhoeverAsks() {
        NodeId neighbour = new NodeId(Machine.SELF.address().withPort(80), 1);
        Machine machine = holding(neighbour, at("0.0.0.0", 80), at("::", 80));
        machine.receive(neighbour, new Message.Check(7, 5, List.of(0, 1)));
        String own = neighbour.address().toString();
        assertThat(machine.dials).containsOnlyKeys(own);
        end(machine, own, Dial.CONNECTED);
        assertThat(seen(machine).get(0).instances()).containsExactly(Dial.LOOPBACK, Dial.LOOPBACK);
    }

    @Test
    void whatDoesNotEndInTimeIsNotTried() {
        Machine machine = holding(at("10.0.0.7", 80));
        check(machine, 5, 0);
        end(machine, OWN, Dial.CONNECTED);
        machine.run(2_600);
        assertThat(seen(machine))
                .containsExactly(
                        new Message.Seen(
                                7, 5, A.address(), Dial.CONNECTED, List.of(Dial.NOT_TRIED)));
        end(machine, "10.0.0.7:80", Dial.CONNECTED); // too late
        assertThat(seen(machine)).isEmpty();
    }

    @Test
    void nobodyIsServedTwiceInAMoment() {
        Machine machine = holding(at("10.0.0.7", 80));
        check(machine, 5, 0);
        machine.dials.clear();
        check(machine, 5, 0);
        assertThat(machine.dials).isEmpty();
        assertThat(machine.rejections).containsExactly(Rejection.CAPACITY);
        machine.run(1_000);
        check(machine, 5, 0);
        assertThat(machine.dials).isNotEmpty();
    }

    @Test
    void noMoreAreServedAtATimeThanThereIsRoomFor() {
        NodeId[] many = new NodeId[DialDuty.CAPACITY + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = node(20 + i, 1);
        }
        Machine machine = Machine.knowing(many);
        for (NodeId asker : many) {
            machine.receive(asker, new Message.Check(1, 1, List.of()));
        }
        assertThat(machine.dials).hasSize(DialDuty.CAPACITY);
        assertThat(machine.rejections).containsExactly(Rejection.CAPACITY);
    }

    @Test
    void whoWantsNoneOfItDialsNobody() {
        Machine machine = Machine.unverified(A);
        machine.hear(A, offered(A, 5, "cart"));
        check(machine, 5, 0);
        assertThat(machine.dials).isEmpty();
        assertThat(machine.rejections).isEmpty();
    }

    private static Instance at(String host, int port) {
        return Instance.of("cart", host + "-" + port, host, port);
    }

    private static Machine holding(Instance... instances) {
        return holding(A, instances);
    }

    private static Machine holding(NodeId owner, Instance... instances) {
        Machine machine = Machine.knowing(owner);
        Offer offer = new Offer(5, new TreeMap<>(Map.of()), List.of(instances));
        machine.hear(owner, new Rumor.Offered(owner, 5, OfferCodec.encode(offer)));
        machine.sent.clear();
        return machine;
    }

    private static void check(Machine machine, long version, Integer... places) {
        machine.receive(A, new Message.Check(7, version, List.of(places)));
    }

    private static void end(Machine machine, String where, Dial outcome) {
        machine.swim.dialed(machine.now, machine.dials.get(where), outcome);
    }

    private static List<Message.Seen> seen(Machine machine) {
        return machine.take(Message.Seen.class);
    }
}
