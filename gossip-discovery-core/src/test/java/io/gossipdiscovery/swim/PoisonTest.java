package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;
import static io.gossipdiscovery.swim.Machine.offered;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

/** What is refused, what is survived, and how we outbid what others say in our name. */
class PoisonTest {
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);

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
        Rumor evenLater = new Rumor.Alive(node(1, later.generation() + 1), 1);
        machine.receive(A, later.generation(), new Message.Gossip(), evenLater);
        assertThat(machine.swim.self()).as("not twice at once").isEqualTo(later);
        machine.run(1_000);
        machine.receive(A, later.generation(), new Message.Gossip(), evenLater);
        assertThat(machine.swim.self().generation()).isGreaterThan(later.generation() + 1);
    }

    @Test
    void numbersBeyondTheirCeilingChangeNothing() {
        Machine machine = Machine.knowing(A);
        machine.hear(B, new Rumor.Suspect(A, Long.MAX_VALUE, B));
        machine.hear(B, new Rumor.Suspect(SELF, Long.MAX_VALUE, B));
        machine.hear(B, new Rumor.Dead(node(9, 1), (1L << 62) + 1, B, 0));
        machine.hear(B, offered(A, (1L << 62) + 1, "poison"));
        assertThat(machine.rejections).hasSize(4).containsOnly(Rejection.CEILING);
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(1);
        assertThat(machine.member(node(9, 1))).isNull();
    }

    @Test
    void anAccusationThatCannotBeOutbidEndsThisLife() {
        Machine machine = Machine.knowing(A);
        machine.run(1_000);
        machine.hear(A, new Rumor.Suspect(SELF, 1L << 62, A));
        assertThat(machine.swim.self().generation()).isGreaterThan(SELF.generation());
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(1);
    }

    @Test
    void aVerdictForgedInOurNameIsAnAccusationLikeAnyOther() {
        Machine machine = Machine.knowing(A);
        machine.hear(B, new Rumor.Dead(A, 1, SELF, 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    void aMalformedOfferChangesNothing() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, offered(A, 1, "service"));
        machine.hear(B, new Rumor.Offered(node(2, 101), 1, new byte[] {9, 9, 9}));
        assertThat(machine.rejections).containsExactly(Rejection.MALFORMED);
        assertThat(machine.member(A).id()).isEqualTo(A);
        assertThat(machine.member(A).isVisible()).isTrue();
    }

    @Test
    void anAgeBeyondAllMemoryIsNotPassedOn() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, new Rumor.Dead(B, 1, A, 1L << 55));
        machine.hear(A, new Rumor.Left(node(9, 1), 1, Long.MAX_VALUE));
        machine.run(100);
        assertThat(machine.told(Rumor.Dead.class)).isEmpty();
        assertThat(machine.told(Rumor.Left.class)).isEmpty();
        assertThat(machine.swim.members()).hasSize(2);
    }

    @Test
    void anOldFarewellOfALiveMemberIsRememberedForAWhile() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Left(A, 1, 1L << 40));
        machine.run(60_000);
        machine.hear(B, new Rumor.Alive(A, 1));
        assertThat(machine.member(A).status()).isEqualTo(Status.LEFT);
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
}
