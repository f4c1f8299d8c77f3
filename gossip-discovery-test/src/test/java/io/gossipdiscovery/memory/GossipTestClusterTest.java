package io.gossipdiscovery.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.node.GossipDiscovery;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What tests may do to a cluster in memory, and what its nodes make of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GossipTestClusterTest {
    private static final List<List<Instance>> OFFERED =
            List.of(List.of(stock(0)), List.of(stock(1)), List.of(stock(2)), List.of(stock(3)));

    private final GossipTestCluster cluster =
            GossipTestCluster.start(
                    new MemoryNetwork(), GossipConfig.local().build(), OFFERED, Stream::empty);

    @AfterEach
    void asAtFirst() {
        cluster.reset();
        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void allSeeWhatAllOffer() {
        cluster.awaitConverged();

        assertThat(cluster.size()).isEqualTo(4);
        for (int i = 0; i < cluster.size(); i++) {
            assertThat(seenBy(cluster.node(i))).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void whoIsKilledIsGone() {
        cluster.kill(1);
        cluster.awaitConverged();

        assertThat(seenBy(cluster.node(0))).containsExactly("0", "2", "3");
        assertThat(cluster.node(1).isRunning()).isFalse();
    }

    @Test
    void whoLeavesIsGone() {
        cluster.leave(2);
        cluster.awaitConverged();

        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1", "3");
    }

    @Test
    void whoIsRestartedIsBackAtItsAddressAsAnotherLife() {
        var former = cluster.node(3).self();
        cluster.restart(3);
        cluster.awaitConverged();

        assertThat(cluster.node(3).self().address()).isEqualTo(former.address());
        assertThat(cluster.node(3).self().generation()).isGreaterThan(former.generation());
        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void bothSidesOfACutGoOnAndMeetAgain() {
        cluster.partition(0, 1);
        cluster.awaitConverged();
        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1");
        assertThat(seenBy(cluster.node(3))).containsExactly("2", "3");

        cluster.heal();
        cluster.awaitConverged();
        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void whoIsCutOffAloneKeepsWhatItKnew() {
        cluster.awaitConverged();
        cluster.partition(2);
        cluster.awaitConverged();

        assertThat(cluster.node(2).isIsolated()).isTrue();
        assertThat(listedBy(cluster.node(2))).contains("2").hasSizeGreaterThan(1);
        assertThat(seenBy(cluster.node(0))).containsExactly("0", "1", "3");
    }

    @Test
    void whatIsOfferedComesAndGoes() {
        cluster.offer(0, Instance.of("cart", "c", "127.0.0.1", 1));
        cluster.offer(1, stock(1).withStatus(ServiceStatus.OUT_OF_SERVICE));
        assertThat(cluster.withdraw(stock(2).key())).isTrue();
        assertThat(cluster.withdraw(stock(2).key())).isFalse();
        assertThatThrownBy(() -> cluster.awaitConverged(Duration.ofNanos(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not converged");
        cluster.awaitConverged();

        assertThat(seenBy(cluster.node(3))).containsExactly("0", "3");
        assertThat(cluster.node(3).catalog().routable("cart")).hasSize(1);
    }

    @Test
    void twoClustersNeverMeet() {
        try (GossipTestCluster other = GossipTestCluster.start(GossipConfig.local().build(), 2)) {
            other.offer(0, Instance.of("stock", "other", "127.0.0.1", 1));
            other.awaitConverged();
            cluster.awaitConverged();

            assertThat(other.node(0).self().address()).isEqualTo(cluster.node(0).self().address());
            assertThat(seenBy(other.node(1))).containsExactly("other");
            assertThat(seenBy(cluster.node(1))).doesNotContain("other");
        }
    }

    private static Instance stock(int node) {
        return Instance.of("stock", "" + node, "127.0.0.1", 8081 + node);
    }

    /** The ids of the instances that callers of this node get. */
    private static List<String> seenBy(GossipDiscovery node) {
        return node.catalog().routable("stock").stream()
                .map(listing -> listing.instance().id())
                .sorted()
                .toList();
    }

    private static List<String> listedBy(GossipDiscovery node) {
        return node.catalog().all("stock").stream()
                .map(listing -> listing.instance().id())
                .toList();
    }
}
