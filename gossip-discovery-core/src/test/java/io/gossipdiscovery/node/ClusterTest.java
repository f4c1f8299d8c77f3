package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;
import static io.gossipdiscovery.node.Nodes.awaitListed;
import static io.gossipdiscovery.node.Nodes.awaitStatus;
import static io.gossipdiscovery.node.Nodes.instance;
import static io.gossipdiscovery.node.Nodes.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.netty.Await;
import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Several nodes over real sockets. */
class ClusterTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void threeNodesFindEachOtherAndListEachOthersInstances() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        one.register(instance("cart", "1"));
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        GossipDiscovery three = nodes.at("127.0.0.3", one);
        two.joined().join();
        two.register(instance("cart", "2"));
        three.register(instance("stock", "3"));
        awaitAllKnown(one, two, three);
        for (GossipDiscovery node : List.of(one, two, three)) {
            awaitListed(node, "cart", "1", "2");
            awaitListed(node, "stock", "3");
            assertThat(node.members().get(0).id()).as("itself first").isEqualTo(node.self());
        }
    }

    @Test
    void changesOfAnInstanceArriveEverywhere() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        Instance cart = instance("cart", "1");
        one.register(cart);
        awaitListed(two, "cart", "1");
        one.register(cart.withStatus(ServiceStatus.DRAINING));
        Await.until("draining", () -> two.catalog().routable("cart").isEmpty());
        awaitListed(two, "cart", "1");
        assertThat(one.deregister(cart)).isTrue();
        assertThat(one.deregister(cart)).isFalse();
        awaitListed(two, "cart");
        awaitListed(one, "cart");
    }

    @Test
    void anOfferThatFitsNoDatagramTravelsByStream() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        Map<String, String> much = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            much.put("key" + i, "v".repeat(1000));
        }
        String[] ids = IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new);
        for (String id : ids) {
            one.register(instance("cart", id).withMetadata(much));
        }
        awaitListed(two, "cart", ids);
        assertThat(two.counters().get("streams.received")).isPositive();
    }

    @Test
    void whoeverSaysFarewellHasLeftAndIsNotListed() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        two.register(instance("cart", "2"));
        awaitAllKnown(one, two);
        awaitListed(one, "cart", "2");
        two.leave(Duration.ofSeconds(30)).join();
        assertThat(two.isRunning()).isFalse();
        awaitStatus(one, two.self().address(), Status.LEFT);
        awaitListed(one, "cart");
    }

    @Test
    void whoeverAppliesTheEventsHasTheMembers() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        Map<Address, Member> folded = new ConcurrentHashMap<>();
        one.events(
                event -> {
                    if (event instanceof MemberEvent.Present present) {
                        present.members().forEach(m -> folded.put(m.id().address(), m));
                    } else if (event instanceof MemberEvent.Change change) {
                        folded.put(change.after().id().address(), change.after());
                    }
                });
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        GossipDiscovery three = nodes.at("127.0.0.3", one);
        awaitAllKnown(one, two, three);
        two.register(instance("cart", "2"));
        three.leave(Duration.ofSeconds(30)).join();
        awaitStatus(one, three.self().address(), Status.LEFT);
        awaitListed(one, "cart", "2");
        Await.until(
                "the events tell the same",
                () -> Set.copyOf(folded.values()).equals(Set.copyOf(one.members())));
    }

    @Test
    void whoeverClosesWithoutFarewellIsFoundDead() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        GossipDiscovery three = nodes.at("127.0.0.3", one);
        two.register(instance("cart", "2"));
        awaitAllKnown(one, two, three);
        awaitListed(one, "cart", "2");
        two.close();
        awaitStatus(one, two.self().address(), Status.DEAD);
        awaitStatus(three, two.self().address(), Status.DEAD);
        awaitListed(one, "cart");
        Explanation why = one.explain(two.self());
        assertThat(why.entries())
                .extracting(Explanation.Entry::kind)
                .contains(Explanation.Kind.ACCUSED, Explanation.Kind.CONVICTED);
        assertThat(why.lines().get(0)).startsWith(two.self() + " is DEAD");
        assertThat(one.explain(three.self()).entries()).isEmpty();
    }

    @Test
    void aRestartAtTheSamePortIsANewLife() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        two.register(instance("cart", "before"));
        awaitListed(one, "cart", "before");
        NodeId before = two.self();
        two.close();
        GossipDiscovery again =
                nodes.start(
                        "127.0.0.2",
                        config ->
                                config.bind("127.0.0.2", before.address().port())
                                        .seeds(one.self().address().toString()));
        again.register(instance("cart", "after"));
        awaitListed(one, "cart", "after");
        assertThat(again.self().address()).isEqualTo(before.address());
        assertThat(again.self().generation()).isGreaterThan(before.generation());
        assertThat(member(one, before.address()).orElseThrow().id()).isEqualTo(again.self());
        assertThat(one.members()).hasSize(2);
    }

    @Test
    void anotherClustersNodeIsNotHeard() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery other =
                nodes.start(
                        "127.0.0.2",
                        config -> config.cluster("other").seeds(one.self().address().toString()));
        other.register(instance("cart", "other"));
        Await.until("refused", () -> one.counters().get("rejected.cluster") >= 2);
        assertThat(one.members()).extracting(Member::id).containsExactly(one.self());
        assertThat(one.catalog().services()).isEmpty();
        assertThat(other.joined()).isNotDone();
    }

    @Test
    void seedsMayNameTheNodeItself() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        Address own = new Address(one.self().address().high(), one.self().address().low(), 1);
        GossipDiscovery two =
                nodes.add(
                        GossipDiscovery.start(
                                one.config(),
                                () -> List.of(one.self().address(), own.withPort(2))));
        awaitAllKnown(one, two);
    }

    @Test
    void manyNodesLiveInOneJvm() {
        GossipDiscovery first = nodes.at("127.0.0.1");
        first.register(instance("cart", "0"));
        GossipDiscovery[] all = new GossipDiscovery[24];
        String[] ids = new String[all.length];
        all[0] = first;
        ids[0] = "0";
        for (int i = 1; i < all.length; i++) {
            ids[i] = "" + i;
            all[i] = nodes.at("127.0.0." + (1 + i % 3), first);
            all[i].register(instance("cart", ids[i]));
        }
        awaitAllKnown(all);
        for (GossipDiscovery node : all) {
            awaitListed(node, "cart", ids);
        }
    }

    @Test
    void aNodeThatWasStoppedReadsBeforeItAccuses() {
        Stall stall = new Stall();
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one, stall);
        awaitAllKnown(one, two);
        stall.asked = true;
        awaitStatus(one, two.self().address(), Status.SUSPECT);
        assertThat(stall.accused).isEmpty();
        stall.over.countDown();
        awaitStatus(one, two.self().address(), Status.ALIVE);
        assertThat(stall.accused).isEmpty();
    }

    /** Stops a node's loop at its next probe, and notes whom the node accuses. */
    private static final class Stall implements Observer {
        final CountDownLatch over = new CountDownLatch(1);
        final List<Member> accused = new CopyOnWriteArrayList<>();
        volatile boolean asked;

        @Override
        public void probeAnswered(NodeId target, long roundTripNanos) {
            if (asked) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void memberChanged(Member before, Member after) {
            if (after != null && after.status() == Status.SUSPECT) {
                accused.add(after);
            }
        }
    }
}
