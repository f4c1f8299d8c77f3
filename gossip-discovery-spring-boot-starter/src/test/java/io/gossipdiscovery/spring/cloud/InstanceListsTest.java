package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.CatalogView;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether callers are told of instances on nodes that are doubted. */
class InstanceListsTest {
    private final CatalogView view = new CatalogView();
    private final Map<Integer, Member> believed = new HashMap<>();

    @Test
    void suspectsAreTheLastResort() {
        believe(1, Status.ALIVE, false);
        believe(2, Status.SUSPECT, false);
        believe(3, Status.ALIVE, true);
        assertThat(told(Suspects.LAST_RESORT)).containsExactly("cart-1");

        believe(1, Status.DEAD, false);

        assertThat(told(Suspects.LAST_RESORT)).containsExactly("cart-2", "cart-3");
    }

    @Test
    void suspectsAreNeverToldWhereNobodyWantsThem() {
        believe(1, Status.ALIVE, false);
        believe(2, Status.SUSPECT, false);
        assertThat(told(Suspects.NEVER)).containsExactly("cart-1");

        believe(1, Status.ALIVE, true);

        assertThat(told(Suspects.NEVER)).isEmpty();
    }

    @Test
    void suspectsAreToldLikeOthersWhereThatIsWanted() {
        believe(1, Status.ALIVE, false);
        believe(2, Status.SUSPECT, false);
        believe(3, Status.ALIVE, true);
        believe(4, Status.DEAD, false);

        assertThat(told(Suspects.ALWAYS)).containsExactly("cart-1", "cart-2", "cart-3");
    }

    @Test
    void whoIsNotUpIsToldByNoRule() {
        Instance down = cart(1).withStatus(ServiceStatus.OUT_OF_SERVICE);
        believe(1, Status.ALIVE, false, down);

        for (Suspects rule : Suspects.values()) {
            assertThat(told(rule)).as(rule.name()).isEmpty();
        }
    }

    @Test
    void callersAreToldOfWhatAllFiltersWant() {
        believe(1, Status.ALIVE, false);
        believe(2, Status.ALIVE, false);
        believe(3, Status.ALIVE, false);

        assertThat(told(Suspects.LAST_RESORT, i -> !isCart(i, 1), i -> !isCart(i, 3)))
                .containsExactly("cart-2");
        assertThat(told(Suspects.ALWAYS, i -> false)).isEmpty();
    }

    @Test
    void aSuspectThatIsWantedBeatsOthersThatAreNot() {
        believe(1, Status.ALIVE, false);
        believe(2, Status.SUSPECT, false);

        assertThat(told(Suspects.LAST_RESORT, i -> isCart(i, 2))).containsExactly("cart-2");
        assertThat(told(Suspects.NEVER, i -> isCart(i, 2))).isEmpty();
    }

    @Test
    void anInstanceOnWhichAFilterFailsCostsOnlyItself() {
        believe(1, Status.ALIVE, false, cart(1).withMetadata(Map.of("tier", "1")));
        believe(2, Status.ALIVE, false);

        assertThat(
                        told(
                                Suspects.LAST_RESORT,
                                i -> Integer.parseInt(i.getMetadata().get("tier")) > 0))
                .containsExactly("cart-1");
    }

    @Test
    void filtersAreAskedOnceUntilSomethingChanges() {
        AtomicInteger asked = new AtomicInteger();
        InstanceLists lists =
                new InstanceLists(Suspects.LAST_RESORT, List.of(i -> asked.incrementAndGet() > 0));
        believe(1, Status.ALIVE, false);
        List<ServiceInstance> before = lists.of(view.catalog(), "cart");

        assertThat(lists.of(view.catalog(), "CART")).isSameAs(before);
        assertThat(asked).hasValue(1);

        believe(2, Status.ALIVE, false);
        assertThat(lists.of(view.catalog(), "cart")).hasSize(2);
        assertThat(asked).hasValue(3);
    }

    private static boolean isCart(ServiceInstance instance, int number) {
        return instance.getInstanceId().equals("cart-" + number);
    }

    private void believe(int number, Status status, boolean isUnsteady) {
        believe(number, status, isUnsteady, cart(number));
    }

    private void believe(int number, Status status, boolean isUnsteady, Instance instance) {
        NodeId id = new NodeId(Address.parse("127.0.0.1:" + (9000 + number)), 1);
        Offer offer = Offer.first(Map.of()).next(List.of(instance));
        Member now = new Member(id, status, 0, Optional.of(offer), isUnsteady);
        view.memberChanged(believed.put(number, now), now);
        view.publish();
    }

    private List<String> told(Suspects rule, InstanceFilter... filters) {
        return new InstanceLists(rule, List.of(filters))
                .of(view.catalog(), "cart").stream().map(ServiceInstance::getInstanceId).toList();
    }

    private static Instance cart(int number) {
        return Instance.of("cart", "cart-" + number, "127.0.0.1", 8000 + number);
    }
}
