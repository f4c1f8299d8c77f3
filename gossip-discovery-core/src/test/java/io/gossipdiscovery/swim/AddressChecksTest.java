package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.wire.Message;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One node that has others look at its addresses, and what it makes of their words. */
class AddressChecksTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);
    private static final NodeId C = node(4, 1);
    private static final NodeId D = node(5, 1);
    private static final Address NAT = Address.parse("192.0.2.1:4000");
    private static final Instance CART = Instance.of("cart", "cart-1", "10.0.0.1", 8080);

    private final Map<NodeId, Dial> words = new HashMap<>();
    private Address source = Machine.SELF.address();
    private Dial gossip = Dial.CONNECTED;

    @Test
    void twoAreAskedASecondAfterTheOfferWasToldToLook() {
        Machine machine = serving(A, B, C, D);
        machine.run(900);
        assertThat(machine.take(Message.Check.class)).isEmpty();
        machine.run(200);
        List<Message.Check> checks = machine.take(Message.Check.class);
        assertThat(checks).hasSize(2);
        assertThat(checks.get(0).version()).isEqualTo(2);
        assertThat(checks.get(0).instances()).containsExactly(0);
    }

    @Test
    void whoIsAskedIsToldTheOfferAgainAsLongAsNobodyHasSeenIt() {
        Machine machine = serving(A, B);
        machine.run(1_100);
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Check)
                .hasSize(2)
                .allMatch(s -> s.rumors().stream().anyMatch(r -> r.about().equals(Machine.SELF)));
    }

    @Test
    void whatTwoCanConnectToIsRight() {
        Machine machine = serving(A, B, C);
        say(Dial.CONNECTED, A, B, C);
        answering(machine, 2_000);
        Finding cart = latest(machine, CART);
        assertThat(cart.isWrong()).isFalse();
        assertThat(cart.attempts()).hasSize(2);
        assertThat(own(machine).attempts())
                .extracting(Finding.Attempt::outcome)
                .containsOnly(Dial.CONNECTED);
    }

    @Test
    void whatTwoOthersCannotConnectToIsWrong() {
        Machine machine = serving(A, B, C, D);
        say(Dial.REFUSED, A, B, C, D);
        source = NAT;
        answering(machine, 2_000);
        Finding cart = latest(machine, CART);
        assertThat(cart.isWrong()).isTrue();
        assertThat(cart.failures()).isEqualTo(4).isEqualTo(cart.attempts().size());
        assertThat(cart.attempts()).extracting(Finding.Attempt::source).containsOnly(NAT);
        assertThat(own(machine).isWrong()).as("a NAT alone is no mistake").isFalse();
    }

    @Test
    void oneWordIsNotEnoughWhereThereAreOthers() {
        Machine machine = serving(A, B, C, D);
        say(Dial.CONNECTED, B, C, D);
        say(Dial.SILENT, A);
        answering(machine, 300_000);
        assertThat(findings(machine, CART)).isNotEmpty().noneMatch(Finding::isWrong);
        assertThat(findings(machine, CART))
                .as("the others are asked at once")
                .anyMatch(f -> f.failures() == 1 && f.attempts().size() >= 3);
    }

    @Test
    void theWordOfTheOnlyOtherCounts() {
        Machine machine = serving(A);
        say(Dial.UNKNOWN_NAME, A);
        answering(machine, 2_000);
        assertThat(latest(machine, CART).isWrong()).isTrue();
    }

    @Test
    void twoOfFiveMayBeWrongThemselves() {
        Machine machine = serving(A, B, C, D);
        say(Dial.SILENT, A, B);
        say(Dial.CONNECTED, C, D);
        answering(machine, 2_000);
        assertThat(findings(machine, CART)).isNotEmpty().noneMatch(Finding::isWrong);
    }

    @Test
    void ourOwnAddressMayBeWrongToo() {
        Machine machine = serving(A, B);
        say(Dial.CONNECTED, A, B);
        gossip = Dial.SILENT;
        answering(machine, 2_000);
        assertThat(own(machine).isWrong()).isTrue();
        assertThat(own(machine).instance()).isEmpty();
        assertThat(latest(machine, CART).isWrong()).isFalse();
    }

    @Test
    void onceItIsRightOneIsAskedAboutOnceAMinute() {
        Machine machine = serving(A, B, C, D);
        say(Dial.CONNECTED, A, B, C, D);
        answering(machine, 2_000);
        assertThat(answering(machine, 600_000)).isBetween(8, 13);
    }

    @Test
    void whatBecomesWrongIsNoticedInAboutAMinute() {
        Machine machine = serving(A, B, C, D);
        say(Dial.CONNECTED, A, B, C, D);
        answering(machine, 100_000);
        say(Dial.REFUSED, A, B, C, D);
        answering(machine, 80_000);
        assertThat(latest(machine, CART).isWrong()).isTrue();
        say(Dial.CONNECTED, A, B, C, D);
        answering(machine, 20_000);
        assertThat(latest(machine, CART).isWrong()).as("it is looked at more often").isFalse();
    }

    @Test
    void whoDoesNotAnswerIsReplacedByOthers() {
        Machine machine = serving(A, B, C, D);
        say(Dial.REFUSED, C, D); // A and B say nothing
        answering(machine, 8_000);
        assertThat(latest(machine, CART).isWrong()).isTrue();
    }

    @Test
    void whatIsServedNoMoreIsForgotten() {
        Machine machine = serving(A, B);
        say(Dial.REFUSED, A, B);
        answering(machine, 2_000);
        machine.findings.clear();
        machine.swim.offer(machine.now, List.of());
        assertThat(machine.findings).containsExactly((Finding) null);
    }

    @Test
    void onlyWhoWantsCallsIsLookedAt() {
        Machine machine = Machine.knowing(A, B);
        Instance portless = Instance.of("batch", "batch-1", "10.0.0.1", 0);
        Instance starting = CART.withStatus(ServiceStatus.STARTING);
        machine.swim.offer(machine.now, List.of(portless, starting));
        machine.run(1_100);
        assertThat(machine.take(Message.Check.class)).allMatch(c -> c.instances().isEmpty());
    }

    @Test
    void manyInstancesAreLookedAtByAndBy() {
        Machine machine = Machine.knowing(A, B);
        List<Instance> many =
                IntStream.range(0, 20)
                        .mapToObj(i -> Instance.of("cart", "cart-" + i, "10.0.0.1", 8080 + i))
                        .toList();
        machine.swim.offer(machine.now, many);
        say(Dial.CONNECTED, A, B);
        answering(machine, 10_000);
        assertThat(machine.findings.stream().flatMap(f -> f.instance().stream()).distinct())
                .hasSize(20);
    }

    @Test
    void whoHasNoCompanyAsksTheSeeds() {
        Machine machine = Machine.knowing();
        machine.swim.seeds(machine.now, List.of(A.address()));
        say(Dial.CONNECTED, A);
        gossip = Dial.SILENT;
        answering(machine, 2_000);
        assertThat(own(machine).isWrong()).isTrue();
    }

    @Test
    void nobodyIsAskedWhereThatIsNotWanted() {
        Machine machine = Machine.unverified(A, B);
        machine.swim.offer(machine.now, List.of(CART));
        assertThat(answering(machine, 120_000)).isZero();
    }

    @Test
    void whatNobodyWasAskedIsNoAnswer() {
        Machine machine = serving(A, B);
        machine.receive(A, new Message.Seen(1, 2, NAT, Dial.REFUSED, List.of(Dial.REFUSED)));
        machine.run(1_100);
        long sequence = machine.take(Message.Check.class).get(0).sequence();
        for (int i = 0; i < 3; i++) { // the same word three times
            machine.receive(
                    A, new Message.Seen(sequence, 2, NAT, Dial.REFUSED, List.of(Dial.REFUSED)));
        }
        machine.run(10_000);
        assertThat(machine.findings).noneMatch(Finding::isWrong);
    }

    private static Machine serving(NodeId... members) {
        Machine machine = Machine.knowing(members);
        machine.swim.offer(machine.now, List.of(CART));
        return machine;
    }

    private void say(Dial outcome, NodeId... nodes) {
        for (NodeId node : nodes) {
            words.put(node, outcome);
        }
    }

    /** Lives on while pings and checks are answered; how many checks were. */
    private int answering(Machine machine, long millis) {
        int answered = 0;
        for (long end = machine.now + millis * Machine.MILLI; machine.now < end; ) {
            machine.run(10);
            while (!machine.sent.isEmpty()) {
                answered += answer(machine, machine.sent.remove(0)) ? 1 : 0;
            }
        }
        return answered;
    }

    private boolean answer(Machine machine, Machine.Sent packet) {
        NodeId target =
                List.of(A, B, C, D).stream()
                        .filter(node -> node.address().equals(packet.to()))
                        .findFirst()
                        .orElseThrow();
        if (packet.message() instanceof Message.Ping ping && packet.lane() == Lane.DATAGRAM) {
            boolean isKnock = packet.targetGeneration() == 0;
            if (!isKnock) {
                machine.receive(target, new Message.Ack(ping.sequence(), machine.swim.viewHash()));
            }
        }
        if (packet.message() instanceof Message.Check check && words.containsKey(target)) {
            List<Dial> outcomes = new ArrayList<>();
            check.instances().forEach(place -> outcomes.add(words.get(target)));
            machine.receive(
                    target,
                    new Message.Seen(check.sequence(), check.version(), source, gossip, outcomes));
            return true;
        }
        return false;
    }

    private static List<Finding> findings(Machine machine, Instance instance) {
        return machine.findings.stream()
                .filter(f -> f.instance().equals(Optional.of(instance.key())))
                .toList();
    }

    private static Finding latest(Machine machine, Instance instance) {
        List<Finding> all = findings(machine, instance);
        return all.get(all.size() - 1);
    }

    private static Finding own(Machine machine) {
        List<Finding> all = machine.findings.stream().filter(f -> f.instance().isEmpty()).toList();
        return all.get(all.size() - 1);
    }
}
