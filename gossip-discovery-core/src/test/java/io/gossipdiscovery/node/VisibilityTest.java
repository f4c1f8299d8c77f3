package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;
import static io.gossipdiscovery.node.Nodes.awaitListed;
import static io.gossipdiscovery.node.Nodes.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Visibility;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Waiting until others have seen what a node offers, over real sockets. */
class VisibilityTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void whatAllHaveSeenAllList() {
        GossipDiscovery[] all = three();
        all[1].register(instance("cart", "1"));
        assertThat(all[1].awaitVisible(1, LONG).join()).isEqualTo(new Visibility(2, 2));
        for (GossipDiscovery node : all) {
            awaitListed(node, "cart", "1");
        }
    }

    @Test
    void aNodeAloneWaitsForNobody() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        one.register(instance("cart", "1"));
        assertThat(one.awaitVisible(1, LONG).join()).isEqualTo(Visibility.ALONE);
    }

    @Test
    void drainingIsSeenByAllAndKeepsTheInstancesListed() {
        GossipDiscovery[] all = three();
        Instance cart = instance("cart", "1");
        Instance stock = instance("stock", "1");
        all[1].register(cart);
        all[1].register(stock);
        awaitListed(all[0], "stock", "1");
        assertThat(all[1].drain(LONG).join()).isEqualTo(new Visibility(2, 2));
        assertThat(all[1].registered())
                .containsExactly(
                        cart.withStatus(ServiceStatus.DRAINING),
                        stock.withStatus(ServiceStatus.DRAINING));
        for (GossipDiscovery node : all) {
            awaitListed(node, "cart", "1");
            assertThat(node.catalog().routable("cart")).isEmpty();
        }
    }

    @Test
    void atTheEndOfItsTimeAWaitTellsWhatIsKnown() {
        GossipDiscovery[] all = three();
        all[1].register(instance("cart", "1"));
        Visibility reached = all[1].awaitVisible(1, Duration.ZERO).join();
        assertThat(reached.members()).isEqualTo(2);
    }

    @Test
    void whoeverIsClosedWaitsNoLonger() {
        GossipDiscovery[] all = three();
        all[0].close();
        all[1].register(instance("cart", "1"));
        CompletableFuture<Visibility> wait = all[1].awaitVisible(1, LONG);
        all[1].close();
        assertThatThrownBy(wait::join).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> all[1].drain(LONG).join())
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void aFractionIsBetweenNothingAndAll() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> one.awaitVisible(wrong, LONG))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private GossipDiscovery[] three() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        GossipDiscovery three = nodes.at("127.0.0.3", one);
        awaitAllKnown(one, two, three);
        return new GossipDiscovery[] {one, two, three};
    }
}
