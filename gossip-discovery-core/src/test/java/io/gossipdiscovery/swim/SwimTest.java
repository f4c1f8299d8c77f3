package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What goes beyond the papers: identity, offers, joining, farewell, and what is refused. */
class SwimTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);

    @Test
    void aPingForAFormerLifeIsAnsweredGone() {
        Machine machine = Machine.knowing(A);
        machine.receive(A, SELF.generation() - 1, new Message.Ping(9, 0));
        assertThat(machine.take(Message.Gone.class))
                .containsExactly(new Message.Gone(9, SELF.generation() - 1));
        assertThat(machine.rejections).containsExactly(Rejection.ASTRAY);
    }

    @Test
    void goneIsProofOnlyWhereWeAsked() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(node(2, 101), new Message.Gone(12345, A.generation()));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);

        machine.sent.clear();
        machine.run(2_500);
        Machine.Sent ping =
                machine.sent.stream()
                        .filter(s -> s.to().equals(A.address()))
                        .filter(s -> s.message() instanceof Message.Ping)
                        .findFirst()
                        .orElseThrow();
        long sequence = ((Message.Ping) ping.message()).sequence();
        machine.receive(node(2, 101), new Message.Gone(sequence, A.generation()));
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aLaterLifeRetiresTheFormerOneAndItsOffer() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, offered(A, 3, "old"));
        machine.hear(B, new Rumor.Alive(node(2, 101), 1));
        Member member = machine.member(A);
        assertThat(member.id().generation()).isEqualTo(101);
        assertThat(member.offer()).isEmpty();
        machine.hear(A, offered(A, 4, "late word of the former life"));
        assertThat(machine.member(A).offer()).isEmpty();
    }

    @Test
    void anOfferIsKeptThroughSuspicionAndRefutation() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, offered(A, 1, "service"));
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.hear(B, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).offer()).isPresent();
        assertThat(machine.member(A).isVisible()).isTrue();
    }

    @Test
    void anOfferIsAWordOfLife() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.hear(B, offered(A, 1, "service"));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.member(A).incarnation()).isZero();
    }

    @Test
    void anOlderOfferChangesNothing() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, offered(A, 5, "new"));
        machine.hear(A, offered(A, 4, "old"));
        assertThat(machine.member(A).offer().orElseThrow().instances().get(0).service())
                .isEqualTo("new");
    }

    @Test
    void anAlteredOwnOfferIsWrittenAnewAboveIt() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, offered(SELF, 9, "forged"));
        Offer own = machine.swim.members().get(0).offer().orElseThrow();
        assertThat(own.version()).isEqualTo(10);
        assertThat(own.instances()).isEmpty();
    }

    @Test
    void anOfferThatCannotBeOutbidEndsThisLife() {
        Machine machine = Machine.knowing(A);
        machine.run(1_000);
        machine.hear(A, offered(SELF, 1L << 62, "forged"));
        assertThat(machine.swim.self().generation()).isGreaterThan(SELF.generation());
        assertThat(machine.swim.members().get(0).offer().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void aLaterLifeAtOurOwnAddressIsOutbid() {
        Machine machine = Machine.knowing(A);
        machine.run(1_000);
        machine.hear(A, new Rumor.Alive(node(1, 5_000), 1));
        NodeId later = machine.swim.self();
        assertThat(later.address()).isEqualTo(SELF.address());
        assertThat(later.generation()).isGreaterThan(5_000);
        machine.hear(A, new Rumor.Alive(node(1, 600_000), 1));
        assertThat(machine.swim.self()).as("not twice at once").isEqualTo(later);
    }

    @Test
    void numbersBeyondTheirCeilingChangeNothing() {
        Machine machine = Machine.knowing(A);
        machine.hear(B, new Rumor.Suspect(A, 1L << 40, B));
        machine.hear(B, new Rumor.Suspect(SELF, Long.MAX_VALUE, B));
        machine.hear(B, new Rumor.Dead(node(9, 1), 1L << 62, B, 0));
        assertThat(machine.rejections)
                .containsExactly(Rejection.CEILING, Rejection.CEILING, Rejection.CEILING);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(1);
        assertThat(machine.member(node(9, 1))).isNull();
    }

    @Test
    void deathHeardInASyncIsASuspicionFirst() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(B, new Message.Sync(false), new Rumor.Dead(A, 1, B, 30));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void theDeadAreForgottenInTheEndAndNotTaughtAnew() {
        Machine machine = Machine.knowing(A);
        machine.hear(B, new Rumor.Left(A, 1, 3_000));
        assertThat(machine.member(A).status()).isEqualTo(Status.LEFT);
        machine.run(599_000);
        assertThat(machine.member(A)).isNotNull();
        machine.run(2_000);
        assertThat(machine.member(A)).isNull();
        machine.hear(B, new Rumor.Left(A, 1, 3_600));
        assertThat(machine.member(A)).isNull();
    }

    @Test
    void aLonelyNodeAsksItsSeedsForEver() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.swim.seeds(machine.now, List.of(A.address(), SELF.address(), A.address()));
        machine.run(60_000);
        List<Machine.Sent> asked =
                machine.sent.stream().filter(s -> s.message() instanceof Message.Sync).toList();
        assertThat(asked.size()).isBetween(45, 80);
        assertThat(asked)
                .allSatisfy(
                        s -> {
                            assertThat(s.lane()).isEqualTo(Lane.STREAM);
                            assertThat(s.to()).isEqualTo(A.address());
                            assertThat(s.rumors()).contains(new Rumor.Alive(SELF, 1));
                        });
    }

    @Test
    void aStrangerIsAskedForAllItKnows() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.receive(A, new Message.Ping(1, 0));
        assertThat(machine.take(Message.Sync.class)).containsExactly(new Message.Sync(true));
    }

    @Test
    void aDifferingViewIsSyncedOnceTheNewsHasSettled() {
        Machine machine = Machine.knowing(A);
        machine.receive(A, new Message.Ping(1, 42));
        assertThat(machine.take(Message.Sync.class)).as("news may be on its way").isEmpty();
        machine.run(400);
        machine.receive(A, new Message.Ping(2, machine.swim.viewHash()));
        assertThat(machine.take(Message.Sync.class)).as("equal views").isEmpty();
        machine.receive(A, new Message.Ping(3, 42));
        assertThat(machine.take(Message.Sync.class)).containsExactly(new Message.Sync(true));
        machine.receive(A, new Message.Ping(4, 42));
        assertThat(machine.take(Message.Sync.class)).as("not again at once").isEmpty();
    }

    @Test
    void aFarewellIsToldAndThenTheNodeMayGo() {
        Machine machine = Machine.knowing(A, B);
        machine.swim.leave(machine.now);
        machine.run(200);
        assertThat(machine.farewells).isEqualTo(1);
        assertThat(machine.told(Rumor.Left.class)).hasSizeGreaterThanOrEqualTo(2);
        machine.sent.clear();
        machine.hear(A, new Rumor.Dead(SELF, 1, A, 0));
        machine.run(5_000);
        assertThat(machine.take(Message.Ping.class)).as("probes nobody any more").isEmpty();
        assertThat(machine.swim.members().get(0).status()).isEqualTo(Status.LEFT);
    }

    @Test
    void aLonelyNodeMayGoAtOnce() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.swim.leave(machine.now);
        machine.run(50);
        assertThat(machine.farewells).isEqualTo(1);
    }

    @Test
    void anOfferTooLargeForADatagramIsAnnouncedAndFetched() {
        Machine machine = Machine.knowing(A);
        Map<String, String> large = Map.of("a", "x".repeat(1000), "b", "y".repeat(1000));
        Instance instance = Instance.of("s", "i", "h", 1).withMetadata(large);
        machine.swim.offer(machine.now, List.of(instance));
        machine.run(50);
        assertThat(machine.told(Rumor.Offered.class)).isEmpty();
        assertThat(machine.told(Rumor.Notice.class)).contains(new Rumor.Notice(SELF, 2));

        machine.sent.clear();
        machine.receive(A, new Message.Fetch(SELF));
        assertThat(machine.sent).singleElement().returns(Lane.STREAM, Machine.Sent::lane);
        assertThat(machine.told(Rumor.Offered.class)).singleElement();

        machine.sent.clear();
        machine.receive(A, new Message.Gossip(), new Rumor.Notice(A, 7));
        assertThat(machine.take(Message.Fetch.class)).containsExactly(new Message.Fetch(A));
    }

    @Test
    void whoIsWronglyHeldForDeadIsToldWhenItSpeaks() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        machine.run(1_000);
        machine.sent.clear();
        machine.receive(A, new Message.Nack(1));
        assertThat(machine.sent)
                .anySatisfy(
                        s -> {
                            assertThat(s.to()).isEqualTo(A.address());
                            assertThat(s.rumors()).contains(new Rumor.Dead(A, 1, B, 1));
                        });
    }

    @Test
    void whoMissedOurRefutationIsToldAnew() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(SELF, 4, B));
        machine.run(500);
        machine.sent.clear();
        machine.hear(A, new Rumor.Suspect(SELF, 4, B));
        assertThat(machine.sent).singleElement().returns(A.address(), Machine.Sent::to);
        assertThat(machine.told(Rumor.Alive.class)).containsExactly(new Rumor.Alive(SELF, 5));
        machine.sent.clear();
        machine.hear(A, new Rumor.Alive(SELF, 4));
        assertThat(machine.sent).as("late praise is no accusation").isEmpty();
    }

    @Test
    void bothSidesOfAHealedPartitionHearThatTheOtherLives() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 0), new Rumor.Dead(SELF, 1, A, 60));
        assertThat(machine.sent)
                .anySatisfy(
                        s ->
                                assertThat(s.rumors())
                                        .contains(
                                                new Rumor.Dead(A, 1, B, 0),
                                                new Rumor.Alive(SELF, 2)));
    }

    @Test
    void afterAPauseTheAnswersThatWaitedCountBeforeAnyVerdict() {
        Machine machine = Machine.knowing(A, B);
        while (machine.sent.stream().noneMatch(s -> s.message() instanceof Message.Ping)) {
            machine.run(10);
        }
        Machine.Sent ping =
                machine.sent.stream()
                        .filter(s -> s.message() instanceof Message.Ping)
                        .findFirst()
                        .orElseThrow();
        NodeId target = ping.to().equals(A.address()) ? A : B;
        long sequence = ((Message.Ping) ping.message()).sequence();
        machine.now += 60_000 * Machine.MILLI; // nobody woke us for a minute
        machine.receive(target, new Message.Ack(sequence, 0));
        machine.swim.advance(machine.now);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.member(B).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.healthScores).as("but we doubted ourselves").contains(1);
    }

    @Test
    void garbageIsCountedAndChangesNothing() {
        Machine machine = Machine.knowing(A);
        long hash = machine.swim.viewHash();
        machine.changes.clear();
        Address from = Address.parse("10.9.9.9:9");
        machine.swim.receive(
                machine.now, Lane.DATAGRAM, from, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        machine.swim.receive(machine.now, Lane.DATAGRAM, from, ByteBuffer.allocate(0));
        assertThat(machine.rejections).containsExactly(Rejection.FOREIGN, Rejection.TRUNCATED);
        assertThat(machine.swim.viewHash()).isEqualTo(hash);
        assertThat(machine.changes).isEmpty();
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void ourOwnEchoIsDropped() {
        Machine machine = Machine.knowing(A);
        machine.receive(SELF, new Message.Ping(1, 1));
        assertThat(machine.rejections).containsExactly(Rejection.ECHO);
        assertThat(machine.sent).isEmpty();
    }

    private static Rumor.Offered offered(NodeId owner, long version, String service) {
        Offer offer =
                new Offer(
                        version,
                        Offer.first(Map.of()).labels(),
                        List.of(Instance.of(service, "i", "h", 1)));
        return new Rumor.Offered(owner, version, OfferCodec.encode(offer));
    }
}
