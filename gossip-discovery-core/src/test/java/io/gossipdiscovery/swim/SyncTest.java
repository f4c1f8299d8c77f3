package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;
import static io.gossipdiscovery.swim.Machine.offered;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Digests, rolls and what is told back: what differs is told, to those who may ask. */
class SyncTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);
    private static final int BITS = 6;

    @Test
    void aDigestIsAnsweredWithWhatDiffers() {
        Machine machine = agreeing();
        machine.receiveStream(A, nothing());
        Message.Roll roll = (Message.Roll) machine.sent.get(0).message();
        assertThat(roll.buckets().cardinality()).isEqualTo(1 << BITS);
        assertThat(machine.told(Rumor.Life.class)).hasSize(3);
    }

    @Test
    void nothingIsSaidToWhomWeAgreeWith() {
        Machine machine = agreeing();
        Message.Digest own = ask(machine);
        machine.receiveStream(A, own);
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void whoDiffersAmidNewsIsAskedAgainOnceItHasSettled() {
        Machine machine = agreeing();
        machine.hear(B, offered(B, 4, "shop"));
        machine.receive(A, new Message.Ask(42));
        machine.sent.clear();
        machine.run(310);
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Ping)
                .anyMatch(s -> s.to().equals(A.address()));
    }

    @Test
    void whoeverAgreesWithSomebodyLeavesTheAskingToOthers() {
        Machine machine = agreeing();
        machine.hear(B, offered(B, 4, "shop"));
        machine.receive(A, new Message.Ask(42));
        machine.receive(B, new Message.Ask(machine.swim.viewHash()));
        machine.sent.clear();
        machine.run(310);
        assertThat(machine.take(Message.Ping.class)).isEmpty();
    }

    @Test
    void whoNeverAnsweredAProbeIsAnsweredOverAStream() {
        Machine machine = agreeing();
        machine.receive(A, nothing());
        assertThat(machine.sent).allMatch(s -> s.lane() == Lane.STREAM);
        prove(machine, A);
        machine.receive(A, nothing());
        assertThat(machine.sent)
                .singleElement()
                .returns(Lane.DATAGRAM, Machine.Sent::lane)
                .returns(A.address(), Machine.Sent::to);
    }

    @Test
    void whoIsDoubtedIsToldWithTheAnswer() {
        Machine machine = agreeing();
        Rumor doubt = new Rumor.Suspect(B, 1, A);
        machine.hear(A, doubt);
        machine.sent.clear();
        machine.receiveStream(A, nothing());
        assertThat(machine.sent)
                .filteredOn(s -> s.message() instanceof Message.Gossip)
                .singleElement()
                .matches(s -> s.rumors().equals(List.of(doubt)));
    }

    @Test
    void aDatagramThatWantsDatagramsIsAnsweredWithAProbeFirst() {
        Machine machine = agreeing();
        Message.Digest wish =
                new Message.Digest(1, 0, true, Collections.nCopies(1 << BITS, (short) 0));
        machine.receive(A, wish);
        assertThat(machine.sent).singleElement().matches(s -> s.message() instanceof Message.Ping);
    }

    @Test
    void aFloodOfDigestsIsBoundedAndCounted() {
        Machine machine = agreeing();
        for (int i = 0; i < 2_000; i++) {
            machine.receiveStream(A, nothing());
        }
        assertThat(machine.sent.stream().filter(s -> s.message() instanceof Message.Roll))
                .hasSize(SyncBudget.DIGESTS_PER_INTERVAL);
        assertThat(machine.sent.stream().filter(s -> s.message() instanceof Message.Busy))
                .hasSize(SyncBudget.REFERRALS_PER_INTERVAL);
        assertThat(machine.rejections).hasSize(720).containsOnly(Rejection.CAPACITY);
    }

    @Test
    void aRollThatNobodyAskedForDrawsNothing() {
        Machine machine = agreeing();
        BitSet all = new BitSet();
        all.set(0, 1 << BITS);
        machine.receive(A, new Message.Roll(1, BITS, all));
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void whatTheOtherLacksIsToldBackOnce() {
        Machine machine = agreeing();
        machine.hear(B, offered(B, 4, "shop"));
        Message.Digest asked = ask(machine);
        BitSet all = new BitSet();
        all.set(0, asked.hashes().size());
        Message.Roll roll = new Message.Roll(asked.salt(), BITS, all);
        machine.receive(A, roll, new Rumor.Alive(A, 1), new Rumor.Alive(SELF, 1));
        assertThat(machine.told(Rumor.Alive.class)).containsExactly(new Rumor.Alive(B, 1));
        assertThat(machine.told(Rumor.Offered.class))
                .extracting(Rumor::about)
                .containsExactlyInAnyOrder(SELF, B);
        machine.sent.clear();
        machine.receive(A, roll);
        assertThat(machine.sent).as("an echo of the roll").isEmpty();
    }

    @Test
    void whoIsBusyNamesOthersAndTheyAreAsked() {
        Machine machine = agreeing();
        machine.run(400);
        machine.sent.clear();
        machine.receive(A, new Message.Ping(5, 42));
        machine.sent.clear();
        machine.receive(A, new Message.Busy(), new Rumor.Alive(B, 1));
        assertThat(machine.sent)
                .singleElement()
                .returns(B.address(), Machine.Sent::to)
                .matches(s -> s.message() instanceof Message.Digest);
        machine.sent.clear();
        machine.receive(A, new Message.Busy());
        assertThat(machine.sent).as("it was not asked any more").isEmpty();
    }

    @Test
    void anOfferThatIsAskedForManyTimesIsSentOnce() {
        Machine machine = agreeing();
        machine.hear(B, offered(B, 4, "shop"));
        machine.sent.clear();
        machine.receiveStream(A, new Message.Fetch(Collections.nCopies(10_000, B)));
        assertThat(machine.told(Rumor.Offered.class)).hasSize(1);
    }

    @Test
    void oneFetchDrawsNoMoreThanASecondsAnswers() {
        Machine machine = agreeing();
        List<NodeId> owners = owners(150);
        owners.forEach(owner -> machine.hear(owner, largeOffer(owner)));
        machine.sent.clear();
        machine.receiveStream(A, new Message.Fetch(owners));
        assertThat(bytesOfOffers(machine))
                .isBetween(SyncBudget.BYTES_PER_SECOND / 2, SyncBudget.BYTES_PER_SECOND);
    }

    @Test
    void ofOffersThatAreTooLargeForOnePacketWhoKnowsLittleIsToldThatTheyAre() {
        Machine machine = agreeing();
        List<NodeId> neighbours =
                IntStream.range(100, 100_000)
                        .mapToObj(i -> node(i, 100))
                        .filter(id -> ViewDigest.bucket(id.address(), BITS) == 7)
                        .limit(5)
                        .toList();
        neighbours.forEach(owner -> machine.hear(owner, largeOffer(owner)));
        machine.sent.clear();
        machine.receiveStream(
                A, new Message.Digest(1, 0, false, Collections.nCopies(1 << BITS, (short) 1)));
        assertThat(machine.told(Rumor.Life.class)).extracting(Rumor::about).containsAll(neighbours);
        assertThat(machine.told(Rumor.Notice.class))
                .extracting(Rumor::about)
                .containsAll(neighbours);
    }

    @Test
    void whoKnowsNothingIsToldBackNoMoreThanASecondsAnswers() {
        Machine machine = agreeing();
        List<NodeId> owners = owners(150);
        owners.forEach(owner -> machine.hear(owner, largeOffer(owner)));
        receiveEmptyRoll(machine, ask(machine));
        assertThat(bytesOfOffers(machine))
                .isBetween(SyncBudget.BYTES_PER_SECOND / 2, SyncBudget.BYTES_PER_SECOND);
        assertThat(machine.told(Rumor.Notice.class)).as("the others").hasSizeGreaterThan(10);
        assertThat(machine.told(Rumor.Alive.class)).extracting(Rumor::about).containsAll(owners);
    }

    @Test
    void anEchoOfARollDrawsNoDoubtsEither() {
        Machine machine = agreeing();
        machine.hear(A, new Rumor.Suspect(B, 1, A));
        Message.Digest asked = ask(machine);
        receiveEmptyRoll(machine, asked);
        assertThat(machine.told(Rumor.Suspect.class)).isNotEmpty();
        machine.sent.clear();
        receiveEmptyRoll(machine, asked);
        assertThat(machine.sent).isEmpty();
    }

    @Test
    void whoAsksForDatagramsAsksForSmallBucketsHoweverFewItKnows() {
        Machine machine = Machine.knowing(A);
        machine.run(2_000);
        assertThat(machine.take(Message.Digest.class))
                .filteredOn(Message.Digest::isForDatagrams)
                .isNotEmpty()
                .allMatch(digest -> digest.hashes().size() == 1 << WireFormat.MAX_BUCKET_BITS);
    }

    @Test
    void aLargeViewPassesInDatagramsWhereBucketsAreSmall() {
        Machine machine = agreeing();
        for (NodeId member : owners(3_000)) {
            machine.hear(A, new Rumor.Alive(member, 1), offered(member, 1, "shop"));
        }
        prove(machine, A);
        machine.receive(A, new Message.Digest(1, 0, true, Collections.nCopies(512, (short) 0)));
        assertThat(machine.sent).allMatch(s -> s.lane() == Lane.DATAGRAM).hasSize(4);
        assertThat(machine.told(Rumor.Alive.class)).hasSizeGreaterThan(100);
    }

    /** What the machine asks once news has settled. */
    private static Message.Digest ask(Machine machine) {
        machine.run(400);
        machine.sent.clear();
        machine.receive(A, new Message.Ping(5, 42));
        return machine.take(Message.Digest.class).get(0);
    }

    private static void receiveEmptyRoll(Machine machine, Message.Digest asked) {
        BitSet all = new BitSet();
        all.set(0, asked.hashes().size());
        int bits = Integer.numberOfTrailingZeros(asked.hashes().size());
        machine.receive(A, new Message.Roll(asked.salt(), bits, all));
    }

    private static long bytesOfOffers(Machine machine) {
        return machine.told(Rumor.Offered.class).stream()
                .mapToLong(offered -> offered.content().length)
                .sum();
    }

    private static List<NodeId> owners(int count) {
        return IntStream.range(100, 100 + count).mapToObj(i -> node(i, 100)).toList();
    }

    /** Nearly as large as an offer may be. */
    private static Rumor.Offered largeOffer(NodeId owner) {
        SortedMap<String, String> text = new TreeMap<>();
        for (String key : List.of("a", "b", "c")) {
            text.put(key, "x".repeat(1_024));
        }
        List<Instance> instances =
                IntStream.range(0, 20)
                        .mapToObj(i -> Instance.of("shop", "i" + i, "h", 1).withMetadata(text))
                        .toList();
        Offer offer = new Offer(1, new TreeMap<>(), instances);
        return new Rumor.Offered(owner, 1, OfferCodec.encode(offer));
    }

    /** A machine that knows two members, and has met an equal view. */
    private static Machine agreeing() {
        Machine machine = Machine.knowing(A, B);
        machine.receive(A, new Message.Ping(1, machine.swim.viewHash()));
        machine.sent.clear();
        return machine;
    }

    private static Message.Digest nothing() {
        return new Message.Digest(1, 3, false, Collections.nCopies(1 << BITS, (short) 0x5a5a));
    }

    private static void prove(Machine machine, NodeId member) {
        machine.sent.clear();
        machine.swim.hint(machine.now, member.address());
        List<Message.Ping> pings = machine.take(Message.Ping.class);
        machine.receive(member, new Message.Ack(pings.get(0).sequence(), machine.swim.viewHash()));
        machine.sent.clear();
    }
}
