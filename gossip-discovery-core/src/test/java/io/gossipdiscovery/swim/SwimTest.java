package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What goes beyond the papers: identity, offers, joining, verdicts, farewell. */
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
        machine.hear(A, Machine.offered(A, 3, "old"));
        machine.hear(B, new Rumor.Alive(node(2, 101), 1));
        Member member = machine.member(A);
        assertThat(member.id().generation()).isEqualTo(101);
        assertThat(member.offer()).isEmpty();
        machine.hear(A, Machine.offered(A, 4, "late word of the former life"));
        assertThat(machine.member(A).offer()).isEmpty();
    }

    @Test
    void anOfferIsKeptThroughSuspicionAndRefutation() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, Machine.offered(A, 1, "service"));
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.hear(B, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).offer()).isPresent();
        assertThat(machine.member(A).isVisible()).isTrue();
    }

    @Test
    void anOfferIsAWordOfLife() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.hear(B, Machine.offered(A, 1, "service"));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.member(A).incarnation()).isZero();
    }

    @Test
    void anOlderOfferChangesNothing() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, Machine.offered(A, 5, "new"));
        machine.hear(A, Machine.offered(A, 4, "old"));
        assertThat(machine.member(A).offer().orElseThrow().instances().get(0).service())
                .isEqualTo("new");
    }

    @Test
    void aSuspectThatAnswersIsNotDeclaredDeadForAnEarlierSilence() {
        Machine machine = Machine.knowing(A);
        while (machine.member(A).status() == Status.ALIVE) {
            machine.run(10);
        }
        for (int i = 0; i < 3_000; i++) {
            machine.sent.clear();
            machine.run(10);
            for (Machine.Sent sent : List.copyOf(machine.sent)) {
                if (sent.message() instanceof Message.Ping ping && sent.lane() == Lane.DATAGRAM) {
                    machine.receive(A, new Message.Ack(ping.sequence(), 0)); // without refuting
                }
            }
            assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        }
    }

    @Test
    void steadyNewsDoesNotExcuseADifferingViewForEver() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        boolean isSynced = false;
        for (int i = 1; i < 100 && !isSynced; i++) {
            machine.hear(B, Machine.offered(B, i, "news " + i));
            machine.sent.clear();
            machine.receive(A, new Message.Ping(i, 42));
            isSynced = !machine.take(Message.Digest.class).isEmpty();
            machine.run(100);
        }
        assertThat(isSynced).isTrue();
    }

    @Test
    void whoLeavesLooksForNobodyAnyMore() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.swim.leave(machine.now);
        machine.swim.seeds(machine.now, List.of(A.address()));
        machine.receive(A, new Message.Ping(1, 42));
        machine.run(20_000);
        assertThat(machine.take(Message.Digest.class)).isEmpty();
    }

    @Test
    void anothersVerdictIsAnAccusationFirst() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.run(1_100);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        assertThat(machine.member(A).status()).as("we doubted it ourselves").isEqualTo(Status.DEAD);
    }

    @Test
    void anothersVerdictDoesNotKillWhoIsKnownToBeThere() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B, Evidence.HUNG));
        machine.run(5_000);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void aMemberWhoseMachineAcceptsConnectionsIsSuspectedButNotDeclaredDead() {
        Machine machine = Machine.knowing(A);
        while (machine.sent.stream().noneMatch(s -> s.lane() == Lane.STREAM)) {
            machine.run(10);
        }
        machine.swim.streamDelivered(machine.now, A.address());
        machine.run(1_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        assertThat(machine.told(Rumor.Suspect.class))
                .contains(new Rumor.Suspect(A, 1, SELF, Evidence.HUNG));
        machine.run(25_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.run(10_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
    }

    @Test
    void aHintAsksAtOnceAndConvictsNobody() {
        Machine machine = Machine.knowing(A);
        machine.swim.hint(machine.now, A.address());
        List<Message.Ping> pings = machine.take(Message.Ping.class);
        assertThat(pings).hasSize(1);
        machine.swim.hint(machine.now, A.address());
        machine.swim.hint(machine.now, Address.parse("10.9.9.9:9"));
        machine.swim.hint(machine.now, SELF.address());
        assertThat(machine.sent).as("once is enough, and only for members").isEmpty();
        machine.receive(A, new Message.Ack(pings.get(0).sequence(), 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    void theDeadAreForgottenInTheEndAndNotTaughtAnew() {
        Machine machine = Machine.knowing(A);
        NodeId gone = node(9, 1);
        machine.hear(A, new Rumor.Left(gone, 1, 3_000));
        assertThat(machine.member(gone).status()).isEqualTo(Status.LEFT);
        machine.run(599_000);
        assertThat(machine.member(gone)).isNotNull();
        machine.run(2_000);
        assertThat(machine.member(gone)).isNull();
        machine.hear(A, new Rumor.Left(gone, 1, 3_600));
        assertThat(machine.member(gone)).isNull();
    }

    @Test
    void aLonelyNodeAsksItsSeedsForEver() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.swim.seeds(machine.now, List.of(A.address(), SELF.address(), A.address()));
        machine.run(60_000);
        assertThat(machine.sent.size()).isBetween(45, 80);
        assertThat(machine.sent)
                .as("over streams as well, where datagrams are blocked")
                .anyMatch(s -> s.lane() == Lane.STREAM && s.message() instanceof Message.Digest)
                .allSatisfy(
                        s -> {
                            assertThat(s.to()).isEqualTo(A.address());
                            assertThat(s.rumors()).contains(new Rumor.Alive(SELF, 1));
                        });
    }

    @Test
    void aStrangerIsAskedForAllItKnows() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.receive(A, new Message.Ping(1, 0));
        assertThat(machine.take(Message.Digest.class)).hasSize(1);
        assertThat(machine.member(A).status()).as("who writes lives").isEqualTo(Status.ALIVE);
    }

    @Test
    void aDifferingViewIsSyncedOnceTheNewsHasSettled() {
        Machine machine = Machine.knowing(A);
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        machine.sent.clear();
        machine.receive(A, new Message.Ping(1, 42));
        assertThat(machine.take(Message.Digest.class)).as("news may be on its way").isEmpty();
        machine.run(400);
        machine.receive(A, new Message.Ping(2, machine.swim.viewHash()));
        assertThat(machine.take(Message.Digest.class)).as("equal views").isEmpty();
        machine.receive(A, new Message.Ping(3, 42));
        assertThat(machine.take(Message.Digest.class)).hasSize(1);
        machine.receive(A, new Message.Ping(4, 42));
        assertThat(machine.take(Message.Digest.class)).as("not again at once").isEmpty();
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
    void aFarewellIsAsOldAsItIsAndNotAsTheNode() {
        Machine machine = Machine.knowing(A, B);
        machine.run(60_000);
        machine.swim.leave(machine.now);
        machine.sent.clear();
        machine.receive(Machine.node(99, 1), new Message.Ping(1, 42));
        assertThat(machine.told(Rumor.Left.class)).isNotEmpty();
        assertThat(machine.told(Rumor.Left.class)).allMatch(left -> left.ageSeconds() == 0);
    }

    @Test
    void aFarewellIsToldToEveryMemberTwiceInRoundsOfABatch() {
        NodeId[] members = new NodeId[100];
        Arrays.setAll(members, i -> Machine.node(10 + i, 1));
        Machine machine = Machine.knowing(members);
        machine.run(5_000); // what was news is told
        machine.sent.clear();
        machine.swim.leave(machine.now);
        machine.run(0);
        assertThat(machine.told(Rumor.Left.class))
                .hasSizeBetween(Farewell.BATCH, Farewell.BATCH + 3); // lifelines' other ends first
        machine.run(200);
        for (NodeId member : members) {
            assertThat(machine.sent)
                    .filteredOn(packet -> packet.to().equals(member.address()))
                    .filteredOn(
                            packet ->
                                    packet.rumors().stream().anyMatch(Rumor.Left.class::isInstance))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(machine.sent).hasSizeLessThanOrEqualTo(Farewell.ROUNDS * Farewell.BATCH + 3);
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
        machine.receive(A, new Message.Fetch(List.of(SELF)));
        assertThat(machine.sent).singleElement().returns(Lane.STREAM, Machine.Sent::lane);
        assertThat(machine.told(Rumor.Offered.class)).singleElement();

        machine.sent.clear();
        machine.receive(A, new Message.Gossip(), new Rumor.Notice(A, 7));
        assertThat(machine.take(Message.Fetch.class))
                .containsExactly(new Message.Fetch(List.of(A)));
    }

    @Test
    void whoIsWronglyHeldForDeadIsToldWhenItSpeaks() {
        Machine machine = Machine.knowing(A, B);
        machine.kill(A, B);
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
        machine.kill(A, B);
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
}
