package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That a machine which errs is found out: here the test itself tells the observer's tales. */
class InvariantsTest {
    private final SimWorld world = new SimWorld(SimCluster.of(2).seed(77).scenario("tales"));
    private final SimNode observer = world.node(0);
    private final SimNode subject = world.node(1);
    private NodeId id;
    private Offer offer;

    @BeforeEach
    void startBoth() {
        observer.start(5, List.of());
        subject.start(5, List.of(Instance.of("orders", "orders-1", "10.0.0.2", 80)));
        id = subject.id();
        offer = subject.members().get(0).offer().orElseThrow();
    }

    @Test
    void theTruthIsNoViolation() {
        Member unknownOffer = new Member(id, Status.ALIVE, 1, Optional.empty());
        tell(null, unknownOffer);
        tell(unknownOffer, member(Status.SUSPECT, 1));
        tell(member(Status.SUSPECT, 1), member(Status.DEAD, 1));
        tell(member(Status.DEAD, 1), null);
        assertThat(observer.status(1)).isEmpty();
    }

    @Test
    void aRankMustNotFall() {
        tell(null, member(Status.DEAD, 1));
        violates("held node 1 for DEAD", member(Status.DEAD, 1), member(Status.ALIVE, 1));
    }

    @Test
    void aStoryMustNotHaveGaps() {
        violates("now says that it held it for ALIVE", member(Status.ALIVE, 1), null);
    }

    @Test
    void nobodyTakesAnIncarnationForAnother() {
        violates("believes in incarnation 2", null, member(Status.ALIVE, 2));
    }

    @Test
    void nobodyInventsALifeOrANode() {
        NodeId later = new NodeId(id.address(), 6);
        violates("never lived", null, new Member(later, Status.ALIVE, 1, Optional.empty()));
        NodeId stranger = new NodeId(Address.of("10.0.0.9", 7946), 5);
        violates("never was", null, new Member(stranger, Status.ALIVE, 1, Optional.empty()));
    }

    @Test
    void nobodyAltersAnOffer() {
        Offer altered = new Offer(offer.version(), offer.labels(), List.of());
        violates(
                "that it never wrote", null, new Member(id, Status.ALIVE, 1, Optional.of(altered)));
    }

    @Test
    void anOfferMustNotGoBack() {
        Offer first = Offer.first(Map.of());
        tell(null, member(Status.ALIVE, 1));
        violates(
                "goes back from offer 2",
                member(Status.ALIVE, 1),
                new Member(id, Status.ALIVE, 1, Optional.of(first)));
    }

    @Test
    void nobodyIsMadeToLeave() {
        violates("which stays", null, member(Status.LEFT, 1));
    }

    @Test
    void nobodyHoldsItselfForDead() {
        Member self = observer.members().get(0);
        Member dead = new Member(self.id(), Status.DEAD, 1, self.offer());
        violates("holds itself for DEAD", self, dead);
    }

    @Test
    void packetsAndHealthHaveLimits() {
        assertThatThrownBy(() -> world.invariants().checkPacket(observer, Lane.DATAGRAM, 1401))
                .hasMessageContaining("1401 bytes");
        assertThatThrownBy(() -> world.invariants().checkHealth(observer, 8))
                .hasMessageContaining("8 of 8");
    }

    @Test
    void whatIsListedMustHaveBeenTold() {
        tell(null, member(Status.ALIVE, 1));
        assertThatThrownBy(() -> world.invariants().checkStory(observer))
                .hasMessageContaining("lists 1 members, told 2");
    }

    @Test
    void aFailureSaysHowToPlayItAgain() {
        assertThatThrownBy(() -> tell(null, member(Status.LEFT, 1)))
                .isInstanceOf(SimFailure.class)
                .hasMessageContaining("tales")
                .hasMessageContaining("-Dsim.seed=77")
                .hasMessageContaining("event 0")
                .hasMessageContaining("1 LEFT i1 g5");
    }

    private void violates(String message, Member before, Member after) {
        assertThatThrownBy(() -> tell(before, after)).hasMessageContaining(message);
    }

    private void tell(Member before, Member after) {
        world.believed(observer, before, after);
    }

    private Member member(Status status, long incarnation) {
        return new Member(id, status, incarnation, Optional.of(offer));
    }
}
