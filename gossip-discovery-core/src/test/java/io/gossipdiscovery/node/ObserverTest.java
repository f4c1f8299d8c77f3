package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;
import static io.gossipdiscovery.node.Nodes.awaitListed;
import static io.gossipdiscovery.node.Nodes.awaitStatus;
import static io.gossipdiscovery.node.Nodes.instance;
import static io.gossipdiscovery.node.Nodes.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.netty.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Observers over real sockets. */
class ObserverTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void anObserverSeesTheClusterAndTheClusterDoesNotSeeIt() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        two.register(instance("cart", "2"));
        awaitAllKnown(one, two);
        GossipDiscovery observer = observer(one);
        observer.joined().join();
        awaitListed(observer, "cart", "2");
        awaitStatus(observer, one.self().address(), Status.ALIVE);
        assertThat(observer.isObserver()).isTrue();
        assertThat(observer.members()).hasSize(2);
        assertThat(member(observer, observer.self().address())).isEmpty();
        for (GossipDiscovery node : List.of(one, two)) {
            assertThat(node.isObserver()).isFalse();
            assertThat(member(node, observer.self().address())).isEmpty();
        }
    }

    @Test
    void itIsToldOfChangesLeavesAndKills() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        GossipDiscovery three = nodes.at("127.0.0.3", one);
        GossipDiscovery observer = observer(two);
        List<String> events = new CopyOnWriteArrayList<>();
        observer.events(event -> events.add(event.toString()));
        Instance cart = instance("cart", "1");
        one.register(cart);
        awaitListed(observer, "cart", "1");
        one.register(cart.withStatus(ServiceStatus.DRAINING));
        Await.until("draining", () -> observer.catalog().routable("cart").isEmpty());
        awaitAllKnown(one, two, three);
        three.leave(Duration.ofSeconds(30)).join();
        awaitStatus(observer, three.self().address(), Status.LEFT);
        two.close();
        awaitStatus(observer, two.self().address(), Status.DEAD);
        Await.until(
                "told of it",
                () -> events.stream().anyMatch(e -> e.contains(two.self().toString())));
    }

    @Test
    void anOfferThatFitsNoDatagramIsFetched() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery observer = observer(one);
        observer.joined().join();
        Map<String, String> much = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            much.put("key" + i, "v".repeat(1000));
        }
        String[] ids = IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new);
        for (String id : ids) {
            one.register(instance("cart", id).withMetadata(much));
        }
        awaitListed(observer, "cart", ids);
    }

    @Test
    void itRegistersNothingAndDrainsAndLeavesAtOnce() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery observer = observer(one);
        observer.joined().join();
        Instance cart = instance("cart", "1");
        assertThatThrownBy(() -> observer.register(cart))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("observer")
                .hasMessageContaining("cart");
        assertThat(observer.deregister(cart)).isFalse();
        assertThat(observer.registered()).isEmpty();
        assertThat(observer.awaitVisible(1, Duration.ofSeconds(30)).join())
                .isEqualTo(new Visibility(0, 0));
        assertThat(observer.drain(Duration.ofSeconds(30)).join()).isEqualTo(new Visibility(0, 0));
        observer.leave(Duration.ofSeconds(30)).join();
        assertThat(observer.isRunning()).isFalse();
        assertThat(one.members()).hasSize(1);
    }

    @Test
    void nobodyWaitsForAnObserverThatIsGone() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        awaitAllKnown(one, two);
        GossipDiscovery observer = observer(one);
        awaitStatus(observer, two.self().address(), Status.ALIVE);
        observer.close();
        one.register(instance("cart", "1"));
        assertThat(one.drain(Duration.ofSeconds(30)).join()).isEqualTo(new Visibility(1, 1));
    }

    private GossipDiscovery observer(GossipDiscovery seed) {
        return nodes.start(
                "127.0.0.9",
                config -> config.observer(true).seeds(seed.self().address().toString()));
    }
}
