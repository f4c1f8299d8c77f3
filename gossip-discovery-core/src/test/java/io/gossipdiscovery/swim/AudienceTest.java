package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who has seen what we offer, and how we come to know. */
class AudienceTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);
    private static final NodeId C = node(4, 100);
    private static final long LONG = 60_000 * MILLI;

    @Test
    void whoeverIsAloneWaitsForNobody() {
        Machine machine = new Machine(GossipConfig.lan().build());
        await(machine, 1, 1.0);
        assertThat(machine.waits).containsEntry(1L, Visibility.ALONE);
    }

    @Test
    void membersAreAskedAndToldAtOnceAndTheirWordEndsTheWait() {
        Machine machine = offering(A, B);
        await(machine, 7, 1.0);
        machine.run(0);
        assertThat(asked(machine)).containsExactlyInAnyOrder(A, B);
        assertThat(machine.told(Rumor.Offered.class))
                .extracting(Rumor.Offered::about)
                .containsOnly(SELF);
        holds(machine, A, 2);
        assertThat(machine.waits).isEmpty();
        holds(machine, B, 2);
        assertThat(machine.waits).containsExactly(entry(7, 2, 2));
    }

    @Test
    void anOlderVersionIsNotWhatIsWaitedFor() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        holds(machine, A, 1);
        assertThat(machine.waits).isEmpty();
    }

    @Test
    void aVersionThatWeNeverWroteProvesNothing() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        holds(machine, A, 3);
        assertThat(machine.waits).isEmpty();
    }

    @Test
    void aStrangersWordDoesNotCount() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        holds(machine, C, 2);
        holds(machine, node(2, 99), 2);
        assertThat(machine.waits).isEmpty();
    }

    @Test
    void anEqualViewHashProvesItToo() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        assertThat(machine.waits).containsExactly(entry(1, 1, 1));
    }

    @Test
    void soDoesOurOwnOfferToldBackToUs() {
        Machine machine = offering(A, B);
        await(machine, 1, 1.0);
        machine.hear(A, Machine.offered(SELF, 2, "told back"));
        machine.hear(B, new Rumor.Notice(SELF, 2));
        assertThat(machine.waits).containsExactly(entry(1, 2, 2));
    }

    @Test
    void anAlteredOfferToldBackProvesNothing() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.hear(A, Machine.offered(SELF, 9, "altered"));
        holds(machine, A, 9);
        assertThat(machine.waits).isEmpty();
        holds(machine, A, 10);
        assertThat(machine.waits).containsExactly(entry(1, 1, 1));
    }

    @Test
    void aPartIsEnoughWhereAPartWasAskedFor() {
        Machine machine = offering(A, B, C);
        await(machine, 1, 0.5);
        holds(machine, A, 2);
        assertThat(machine.waits).isEmpty();
        holds(machine, B, 2);
        assertThat(machine.waits).containsExactly(entry(1, 2, 3));
    }

    @Test
    void atTheEndOfItsTimeAWaitTellsWhatWasReached() {
        Machine machine = offering(A, B);
        machine.swim.awaitVisible(machine.now, 1, 1.0, 400 * MILLI);
        holds(machine, A, 2);
        machine.run(399);
        assertThat(machine.waits).isEmpty();
        machine.run(1);
        assertThat(machine.waits).containsExactly(entry(1, 1, 2));
    }

    @Test
    void aSilentMemberIsAskedAgainLessAndLessOften() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.run(2_000);
        // Eight at 0 to 700 ms, then after 100, 200 and 400 ms; the next would be at 2,200.
        assertThat(questions(machine)).hasSize(11);
    }

    @Test
    void manyAreAskedAtABoundedPace() {
        NodeId[] many = IntStream.range(2, 102).mapToObj(i -> node(i, 1)).toArray(NodeId[]::new);
        Machine machine = offering(many);
        await(machine, 1, 1.0);
        machine.run(0);
        assertThat(asked(machine)).hasSize(16);
        machine.run(80);
        assertThat(asked(machine)).hasSize(5 * 16);
        machine.run(60);
        assertThat(asked(machine)).containsExactlyInAnyOrder(many);
    }

    @Test
    void whatIsTooLargeIsNoticedOnlyOnceItHadTimeToTravel() {
        Machine machine = withoutProbes(A);
        machine.swim.offer(machine.now, many());
        await(machine, 1, 1.0);
        machine.run(0);
        assertThat(questions(machine)).singleElement().satisfies(s -> assertThat(own(s)).isEmpty());
        machine.sent.clear();
        machine.run(100);
        assertThat(questions(machine))
                .singleElement()
                .satisfies(s -> assertThat(own(s)).containsExactly(new Rumor.Notice(SELF, 2)));
    }

    @Test
    void aMemberThatGoesIsNotWaitedFor() {
        Machine machine = offering(A, B);
        await(machine, 1, 1.0);
        holds(machine, A, 2);
        machine.hear(B, new Rumor.Left(B, 1, 0));
        machine.run(20);
        assertThat(machine.waits).containsExactly(entry(1, 1, 1));
    }

    @Test
    void aMemberThatComesIsWaitedFor() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.hear(B, new Rumor.Alive(B, 1));
        holds(machine, A, 2);
        assertThat(machine.waits).isEmpty();
        holds(machine, B, 2);
        assertThat(machine.waits).containsExactly(entry(1, 2, 2));
    }

    @Test
    void aLaterLifeOfAMemberHasToSeeItAnew() {
        Machine machine = offering(A, B);
        await(machine, 1, 1.0);
        holds(machine, A, 2);
        NodeId later = node(2, 101);
        machine.hear(later, new Rumor.Alive(later, 1));
        holds(machine, B, 2);
        assertThat(machine.waits).isEmpty();
        holds(machine, later, 2);
        assertThat(machine.waits).containsExactly(entry(1, 2, 2));
    }

    @Test
    void aWaitIsForWhatWasOfferedWhenItBegan() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.swim.offer(machine.now, List.of(Instance.of("later", "i", "h", 1)));
        holds(machine, A, 2);
        assertThat(machine.waits).containsExactly(entry(1, 1, 1));
    }

    @Test
    void whoeverLeavesWaitsNoLonger() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        machine.swim.leave(machine.now);
        assertThat(machine.waits).containsExactly(entry(1, 0, 1));
        await(machine, 2, 1.0);
        assertThat(machine.waits).containsKey(2L);
    }

    @Test
    void waitsAreLimited() {
        Machine machine = offering(A);
        for (int i = 0; i <= Audience.CAPACITY; i++) {
            await(machine, i, 1.0);
        }
        assertThat(machine.waits).containsOnlyKeys((long) Audience.CAPACITY);
    }

    @Test
    void nobodyIsAskedWhereNobodyWaits() {
        Machine machine = offering(A);
        await(machine, 1, 1.0);
        holds(machine, A, 2);
        machine.sent.clear();
        machine.run(200); // many rounds of questions
        assertThat(questions(machine)).isEmpty();
    }

    @Test
    void pingsAndAcksTellWhatWeHoldOfTheOther() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, Machine.offered(A, 5, "service"));
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 0));
        assertThat(machine.take(Message.Ack.class).get(0).held()).isEqualTo(5);
        machine.receive(node(2, 101), new Message.Ping(2, 0));
        assertThat(machine.take(Message.Ack.class).get(0).held()).isZero();
        machine.swim.hint(machine.now, A.address());
        assertThat(machine.take(Message.Ping.class).get(0).held()).isEqualTo(5);
    }

    private static Machine offering(NodeId... members) {
        Machine machine = withoutProbes(members);
        machine.swim.offer(machine.now, List.of(Instance.of("service", "i", "h", 1)));
        return machine;
    }

    /** Its first probe is far away, so that every ping is a question. */
    private static Machine withoutProbes(NodeId... members) {
        ProbeConfig seldom =
                new ProbeConfig(Duration.ofMinutes(1), Duration.ofMillis(200), 3, 3, 8);
        Machine machine = new Machine(GossipConfig.lan().probe(seldom).build());
        for (NodeId member : members) {
            machine.hear(member, new Rumor.Alive(member, 1));
        }
        machine.sent.clear();
        return machine;
    }

    private static void await(Machine machine, long wait, double fraction) {
        machine.swim.awaitVisible(machine.now, wait, fraction, LONG);
    }

    private static void holds(Machine machine, NodeId member, long version) {
        machine.receive(member, new Message.Ack(4711, 0, version));
    }

    private static List<Machine.Sent> questions(Machine machine) {
        return machine.sent.stream().filter(s -> s.message() instanceof Message.Ping).toList();
    }

    private static List<Rumor> own(Machine.Sent sent) {
        return sent.rumors().stream().filter(r -> r.about().equals(SELF)).toList();
    }

    private static Set<NodeId> asked(Machine machine) {
        return questions(machine).stream()
                .map(s -> new NodeId(s.to(), s.targetGeneration()))
                .collect(Collectors.toSet());
    }

    private static Map.Entry<Long, Visibility> entry(long wait, int seen, int members) {
        return Map.entry(wait, new Visibility(seen, members));
    }

    private static List<Instance> many() {
        return IntStream.range(0, 60)
                .mapToObj(i -> Instance.of("a service with some name", "instance-" + i, "host", 1))
                .toList();
    }
}
