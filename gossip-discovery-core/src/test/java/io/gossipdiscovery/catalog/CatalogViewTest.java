package io.gossipdiscovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class CatalogViewTest {
    private final CatalogView view = new CatalogView();

    @Test
    void theVersionChangesExactlyWhenTheContentDoes() {
        Member one = member(1, Status.ALIVE, 1, instance("orders", 1, ServiceStatus.UP));
        change(null, one);
        long version = view.catalog().version();
        assertThat(view.catalog().services()).containsExactly("orders");

        change(one, member(1, Status.ALIVE, 2, instance("orders", 1, ServiceStatus.UP)));
        assertThat(view.catalog().version()).as("a refutation").isEqualTo(version);

        change(one, member(1, Status.SUSPECT, 2, instance("orders", 1, ServiceStatus.UP)));
        assertThat(view.catalog().version()).isEqualTo(version + 1);
    }

    @Test
    void manyChangesBecomeOneSnapshot() {
        for (int i = 1; i <= 50; i++) {
            view.memberChanged(
                    null, member(i, Status.ALIVE, 1, instance("orders", i, ServiceStatus.UP)));
        }
        assertThat(view.catalog().all("orders")).isEmpty();
        assertThat(view.publish()).isTrue();
        assertThat(view.catalog().version()).isEqualTo(1);
        assertThat(view.catalog().all("orders")).hasSize(50);
        assertThat(view.publish()).isFalse();
    }

    @Test
    void doubtedInstancesAreRoutableOnlyWhereNoTrustedOneIsLeft() {
        Member trusted = member(1, Status.ALIVE, 1, instance("orders", 1, ServiceStatus.UP));
        Member doubted = member(2, Status.SUSPECT, 1, instance("orders", 2, ServiceStatus.UP));
        change(null, trusted);
        change(null, doubted);
        assertThat(view.catalog().routable("orders"))
                .singleElement()
                .returns("i1", l -> l.instance().id());
        change(trusted, member(1, Status.DEAD, 1, instance("orders", 1, ServiceStatus.UP)));
        assertThat(view.catalog().routable("orders"))
                .singleElement()
                .returns("i2", l -> l.instance().id());
    }

    @Test
    void whatIsNotUpIsListedButNotRoutable() {
        change(null, member(1, Status.ALIVE, 1, instance("orders", 1, ServiceStatus.DRAINING)));
        assertThat(view.catalog().all("orders")).hasSize(1);
        assertThat(view.catalog().routable("orders")).isEmpty();
    }

    @Test
    void aServiceWithoutInstancesIsGone() {
        Member member = member(1, Status.ALIVE, 1, instance("orders", 1, ServiceStatus.UP));
        change(null, member);
        change(member, null);
        assertThat(view.catalog().services()).isEmpty();
        assertThat(view.catalog().all("orders")).isEmpty();
    }

    @Test
    void namesAreFoundInAnyCaseAndShownAsWritten() {
        change(null, member(1, Status.ALIVE, 1, instance("Orders", 1, ServiceStatus.UP)));
        assertThat(view.catalog().services()).containsExactly("Orders");
        assertThat(view.catalog().all("ORDERS")).hasSize(1);
        assertThat(view.catalog().all("orders")).hasSize(1);
    }

    @Test
    void aMemberWithoutAnOfferIsNotShown() {
        change(null, new Member(node(1), Status.ALIVE, 1, Optional.empty()));
        assertThat(view.catalog().version()).isZero();
    }

    @Test
    void aSnapshotNeverChanges() {
        Member member = member(1, Status.ALIVE, 1, instance("orders", 1, ServiceStatus.UP));
        change(null, member);
        Catalog before = view.catalog();
        change(member, null);
        assertThat(before.all("orders")).hasSize(1);
    }

    private void change(Member before, Member after) {
        view.memberChanged(before, after);
        view.publish();
    }

    private static Member member(int i, Status status, long incarnation, Instance... instances) {
        Offer offer = new Offer(1, new TreeMap<>(), List.of(instances));
        return new Member(node(i), status, incarnation, Optional.of(offer));
    }

    private static NodeId node(int i) {
        return new NodeId(Address.v4(0x0a000000 + i, 7946), 1);
    }

    private static Instance instance(String service, int i, ServiceStatus status) {
        return Instance.of(service, "i" + i, "10.0.0." + i, 8080).withStatus(status);
    }
}
