package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;
import static io.gossipdiscovery.node.Nodes.awaitListed;
import static io.gossipdiscovery.node.Nodes.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.netty.Await;
import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One node's life as an application sees it. */
class GossipDiscoveryTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void aStartedNodeKnowsItself() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        assertThat(node.members()).extracting(Member::id).containsExactly(node.self());
        assertThat(node.self().address().host()).isEqualTo("127.0.0.1");
        assertThat(node.localHealth()).isZero();
        assertThat(node.isRunning()).isTrue();
        node.register(instance("cart", "1"));
        awaitListed(node, "cart", "1");
    }

    @Test
    void registeringTheSameIdReplaces() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        node.register(instance("cart", "1"));
        node.register(instance("CART", "1").withVersion("2"));
        assertThat(node.registered())
                .singleElement()
                .returns("2", registered -> registered.version());
    }

    @Test
    void moreThanTheLimitsIsRefusedAndChangesNothing() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        for (int i = 0; i < Limits.INSTANCES; i++) {
            node.register(instance("cart", "" + i));
        }
        assertThatThrownBy(() -> node.register(instance("cart", "one too many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
        assertThat(node.registered()).hasSize(Limits.INSTANCES);
    }

    @Test
    void severalInstancesAreReplacedTogetherOrNotAtAll() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        Instance cart = instance("cart", "1");
        Instance stock = instance("stock", "1");
        node.register(cart);

        node.replace(List.of(cart.key()), List.of(stock));
        assertThat(node.registered()).containsExactly(stock);

        List<Instance> tooMany =
                IntStream.rangeClosed(0, Limits.INSTANCES)
                        .mapToObj(i -> instance("cart", "" + i))
                        .toList();
        assertThatThrownBy(() -> node.replace(List.of(stock.key()), tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
        assertThat(node.registered()).containsExactly(stock);
    }

    @Test
    void manyRegistrationsInARowBecomeOneOffer() {
        Gate gate = new Gate();
        GossipDiscovery node = nodes.at("127.0.0.1", gate);
        long before = version(node);
        node.register(instance("cart", "0"));
        Await.until("the loop is held", () -> gate.isReached);
        for (int i = 1; i < 50; i++) {
            node.register(instance("cart", "" + i));
        }
        gate.open.countDown();
        Await.until("all are listed", () -> node.catalog().all("cart").size() == 50);
        assertThat(version(node) - before).isEqualTo(2);
    }

    @Test
    void joinedCompletesOffTheLoopWithTheFirstOther() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        assertThat(one.joined()).isNotDone();
        CompletableFuture<String> thread =
                one.joined().thenApply(none -> Thread.currentThread().getName());
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        assertThat(thread.join()).isNotEqualTo("gossip-" + one.self().address().port());
        two.joined().join();
    }

    @Test
    void watchersAreShownTheLatestCatalog() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        List<Catalog> seen = new CopyOnWriteArrayList<>();
        node.watch(seen::add);
        Await.until("the first call", () -> seen.size() == 1);
        node.register(instance("cart", "1"));
        Await.until("the second call", () -> seen.size() == 2);
        assertThat(seen.get(1).services()).containsExactly("cart");
        assertThat(seen.get(1)).isSameAs(node.catalog());
    }

    @Test
    void aWatcherThatHangsHoldsUpNothingButItself() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        one.watch(
                catalog -> {
                    hung.countDown();
                    awaitUninterrupted(over);
                });
        Await.until("it hangs", () -> hung.getCount() == 0);
        CountDownLatch elsewhere = new CountDownLatch(2);
        one.watch(catalog -> elsewhere.countDown(), task -> new Thread(task).start());
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        two.register(instance("cart", "2"));
        awaitAllKnown(one, two);
        awaitListed(one, "cart", "2");
        Await.until("others are called", () -> elsewhere.getCount() == 0);
        over.countDown();
    }

    @Test
    void anInstrumentThatThrowsHarmsNobody() {
        AtomicInteger thrown = new AtomicInteger();
        Observer bad =
                new Observer() {
                    @Override
                    public void memberChanged(Member before, Member after) {
                        thrown.incrementAndGet();
                        throw new IllegalStateException("on purpose: the test of a bad instrument");
                    }
                };
        GossipDiscovery one = nodes.at("127.0.0.1", bad);
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        awaitAllKnown(one, two);
        assertThat(one.counters().get("failures")).isPositive().isLessThanOrEqualTo(thrown.get());
    }

    @Test
    void aClosedNodeKeepsAnsweringWhatItLastKnew() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        two.register(instance("cart", "2"));
        awaitListed(one, "cart", "2");
        one.close();
        one.close();
        assertThat(one.isRunning()).isFalse();
        assertThat(one.members()).hasSize(2);
        awaitListed(one, "cart", "2");
        assertThat(one.counters().get("datagrams.received")).isPositive();
        assertThat(one.deregister(instance("cart", "1"))).isFalse();
        assertThatThrownBy(() -> one.register(instance("cart", "1")))
                .isInstanceOf(IllegalStateException.class);
        one.watch(catalog -> {}).close();
        one.leave(Duration.ofSeconds(1)).join();
    }

    @Test
    void closingGivesBackPortAndThreads() throws IOException {
        GossipDiscovery node = nodes.at("127.0.0.1");
        node.watch(catalog -> {});
        Address address = node.self().address();
        node.close();
        new ServerSocket(address.port(), 1, address.inet()).close();
        new DatagramSocket(address.port(), address.inet()).close();
        // A thread that has done its last work is still listed for a moment.
        Await.until(
                "no thread of the node is left",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("gossip"))
                                .noneMatch(name -> name.endsWith("" + address.port())));
    }

    @Test
    void aWatcherMayCloseItsNode() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        CountDownLatch closed = new CountDownLatch(1);
        node.watch(
                catalog -> {
                    node.close();
                    closed.countDown();
                });
        Await.until("closed", () -> closed.getCount() == 0);
        assertThat(node.isRunning()).isFalse();
        node.close();
        assertThat(node.leave(Duration.ZERO)).succeedsWithin(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWatcherMayWaitForItsNodeToLeave(boolean direct) {
        GossipDiscovery node = nodes.at("127.0.0.1");
        CountDownLatch left = new CountDownLatch(1);
        Consumer<Catalog> leaver =
                catalog -> {
                    if (!catalog.services().isEmpty()) {
                        node.leave(Duration.ofSeconds(30)).join();
                        left.countDown();
                    }
                };
        if (direct) {
            node.watch(leaver, Runnable::run);
        } else {
            node.watch(leaver);
        }
        node.register(instance("cart", "1"));
        Await.until("it has seen it leave", () -> left.getCount() == 0);
        assertThat(node.isRunning()).isFalse();
    }

    @Test
    void whoeverWaitsToJoinIsToldThatTheNodeWasClosed() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        CompletableFuture<Void> joined = node.joined();
        node.close();
        assertThat(joined).isCompletedExceptionally();
    }

    @Test
    void aLonelyNodeLeavesToo() {
        GossipDiscovery node = nodes.at("127.0.0.1");
        CompletableFuture<Void> left = node.leave(Duration.ofSeconds(30));
        assertThat(node.leave(Duration.ofSeconds(30))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(left).succeedsWithin(Duration.ofSeconds(20));
        assertThat(node.isRunning()).isFalse();
    }

    @Test
    void aGraceThatIsOverEndsTheFarewell() {
        Gate gate = new Gate();
        GossipDiscovery node = nodes.at("127.0.0.1", gate);
        node.register(instance("cart", "1"));
        Await.until("the loop is held", () -> gate.isReached);
        CompletableFuture<Void> left = node.leave(Duration.ofMillis(1));
        Await.until("closing has begun", () -> !node.isRunning());
        gate.open.countDown();
        assertThat(left).succeedsWithin(Duration.ofSeconds(20));
    }

    private static long version(GossipDiscovery node) {
        return node.members().get(0).offer().orElseThrow().version();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds the loop at the first change of the node's own offer. */
    private static final class Gate implements Observer {
        final CountDownLatch open = new CountDownLatch(1);
        volatile boolean isReached;

        @Override
        public void memberChanged(Member before, Member after) {
            if (before != null) {
                isReached = true;
                awaitUninterrupted(open);
            }
        }

        @Override
        public void selfChanged(NodeId before, NodeId after) {
            throw new AssertionError("nobody else is here");
        }
    }
}
