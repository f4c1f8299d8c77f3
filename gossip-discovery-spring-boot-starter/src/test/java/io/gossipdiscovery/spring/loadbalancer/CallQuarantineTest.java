package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom this application avoids, and for how long. */
class CallQuarantineTest {
    private static final Duration DURATION = Duration.ofSeconds(5);
    private static final NodeId NODE = new NodeId(Address.parse("127.0.0.1:7946"), 7);
    private static final NodeId OTHER = new NodeId(Address.parse("127.0.0.1:7947"), 7);

    private final GossipServiceInstance first = cart(1);
    private final GossipServiceInstance second = cart(2);
    private final List<ServiceInstance> both = List.of(first, second);
    private final List<String> released = new ArrayList<>();

    /** Near the end of its range: clocks like this one may run over. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private final CallQuarantine quarantine = new CallQuarantine(DURATION, () -> now);

    CallQuarantineTest() {
        quarantine.onRelease(released::add);
    }

    @Test
    void nothingIsAvoidedAtFirst() {
        assertThat(quarantine.without(both)).isSameAs(both);
        assertThat(quarantine.isAvoided(first)).isFalse();
    }

    @Test
    void anInstanceIsAvoidedForItsTime() {
        assertThat(refused(first)).isTrue();

        pass(DURATION.minusNanos(1));
        assertThat(quarantine.without(both)).containsExactly(second);
        pass(Duration.ofNanos(1));
        assertThat(quarantine.without(both)).isSameAs(both);
        assertThat(released).isEmpty();
    }

    @Test
    void whereNobodyElseIsLeftAllAreUsed() {
        refused(first);

        assertThat(quarantine.without(List.of(first))).containsExactly(first);
        assertThat(quarantine.without(List.of())).isEmpty();
        refused(second);
        assertThat(quarantine.without(both)).isSameAs(both);
    }

    @Test
    void anotherFailureIsNoNewsAndDoesNotProlongIt() {
        refused(first);
        pass(DURATION.minusNanos(1));

        assertThat(refused(first)).isFalse();

        pass(Duration.ofNanos(1));
        assertThat(quarantine.isAvoided(first)).isFalse();
        assertThat(refused(first)).isTrue();
        assertThat(quarantine.begun()).isEqualTo(2);
    }

    @Test
    void anAnsweredProbeForgivesABrokenConnectionOnce() {
        assertThat(quarantine.begin(first, NODE, ConnectionFault.BROKEN)).isTrue();

        quarantine.probeAnswered(OTHER, 1);
        assertThat(quarantine.isAvoided(first)).isTrue();
        quarantine.probeAnswered(NODE, 1);
        assertThat(quarantine.without(both)).isSameAs(both);
        assertThat(released).containsExactly("cart");

        assertThat(quarantine.begin(first, NODE, ConnectionFault.BROKEN)).isTrue();
        quarantine.probeAnswered(NODE, 1);
        assertThat(quarantine.isAvoided(first)).isTrue();
        pass(DURATION);
        assertThat(quarantine.isAvoided(first)).isFalse();
    }

    @Test
    void anAnsweredProbeDoesNotForgiveARefusal() {
        quarantine.begin(first, NODE, ConnectionFault.BROKEN);
        refused(first);

        quarantine.probeAnswered(NODE, 1);

        assertThat(quarantine.isAvoided(first)).isTrue();
        assertThat(released).isEmpty();
    }

    @Test
    void theWordOfItsNodeEndsIt() {
        Member believed = new Member(NODE, Status.SUSPECT, 3, Optional.empty());
        refused(first);
        quarantine.begin(second, OTHER, ConnectionFault.UNREACHABLE);

        quarantine.memberChanged(believed, new Member(NODE, Status.ALIVE, 4, Optional.empty()));

        assertThat(quarantine.isAvoided(first)).isFalse();
        assertThat(quarantine.isAvoided(second)).isTrue();
        assertThat(released).containsExactly("cart");
    }

    @Test
    void aNewOfferAndANewLifeEndIt() {
        Member believed = new Member(NODE, Status.ALIVE, 3, Optional.empty());
        refused(first);
        quarantine.memberChanged(
                believed,
                new Member(
                        NODE,
                        Status.ALIVE,
                        3,
                        Optional.of(Offer.first(Map.of()).next(List.of(instance(1))))));
        assertThat(quarantine.isAvoided(first)).isFalse();

        refused(first);
        NodeId later = new NodeId(NODE.address(), NODE.generation() + 1);
        quarantine.memberChanged(believed, new Member(later, Status.ALIVE, 0, Optional.empty()));
        assertThat(quarantine.isAvoided(first)).isFalse();
    }

    @Test
    void whatOthersSayOfItDoesNotEndIt() {
        Member believed = new Member(NODE, Status.ALIVE, 3, Optional.empty());
        refused(first);

        quarantine.memberChanged(believed, new Member(NODE, Status.SUSPECT, 3, Optional.empty()));
        quarantine.memberChanged(null, believed);
        quarantine.memberChanged(believed, null);
        quarantine.memberChanged(believed, new Member(NODE, Status.DEAD, 4, Optional.empty()));

        assertThat(quarantine.isAvoided(first)).isTrue();
        assertThat(released).isEmpty();
    }

    @Test
    void aLaterLifeOfTheSameInstanceIsJudgedAnew() {
        refused(first);

        NodeId later = new NodeId(NODE.address(), NODE.generation() + 1);

        assertThat(quarantine.begin(first, later, ConnectionFault.BROKEN)).isTrue();
        quarantine.probeAnswered(later, 1);
        assertThat(quarantine.isAvoided(first)).isFalse();
    }

    @Test
    void onlyTheLatestAreAvoidedWhereThereAreTooMany() {
        for (int i = 0; i <= CallQuarantine.LIMIT; i++) {
            refused(cart(i));
        }

        assertThat(quarantine.isAvoided(cart(0))).isFalse();
        assertThat(quarantine.isAvoided(cart(1))).isTrue();
        assertThat(quarantine.isAvoided(cart(CallQuarantine.LIMIT))).isTrue();
    }

    @Test
    void instancesOfOtherRegistriesAreLeftAlone() {
        ServiceInstance foreign =
                new DefaultServiceInstance("cart-1", "cart", "127.0.0.1", 8001, false);
        refused(first);

        assertThat(quarantine.isAvoided(foreign)).isFalse();
        assertThat(quarantine.isAvoided(instance(1))).isTrue();
        assertThat(quarantine.isAvoided(instance(2))).isFalse();
        Instance nonsense = Instance.of("cart", "cart-1", "no host", 8001);
        assertThat(quarantine.isAvoided(nonsense)).isFalse();
        assertThat(quarantine.without(List.of(first, foreign))).containsExactly(foreign);
    }

    private boolean refused(GossipServiceInstance instance) {
        return quarantine.begin(instance, NODE, ConnectionFault.UNREACHABLE);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static GossipServiceInstance cart(int number) {
        return new GossipServiceInstance(instance(number));
    }

    private static Instance instance(int number) {
        return Instance.of("cart", "cart-" + number, "127.0.0.1", 8000 + number);
    }
}
