package io.gossipdiscovery.node;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.catalog.MemberFeed;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.swim.Observer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The front door: a running node, which finds the others, tells them what it serves and knows what
 * they serve.
 *
 * <pre>{@code
 * GossipConfig config = GossipConfig.lan().bind("127.0.0.1", 7946).seeds("127.0.0.2:7946").build();
 * try (GossipDiscovery node = GossipDiscovery.start(config)) {
 *     node.register(Instance.of("cart", "cart-1", "127.0.0.1", 8080));
 *     node.catalog().routable("stock");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Reading never waits, never does I/O and never fails: cut off or closed, a node
 * keeps answering what it last knew. Whatever is the application's runs on other threads than the
 * loop. All threads of a node are daemons.
 */
public final class GossipDiscovery implements AutoCloseable {
    private final Node node;

    private GossipDiscovery(Node node) {
        this.node = node;
    }

    /**
     * Starts a node with the seeds of its configuration. Returns once its port is bound; see {@link
     * #joined} for more.
     *
     * @param instruments told on the loop of what the machine notices: they count, copy and return
     * @throws IllegalArgumentException if a seed is none of the forms of {@link
     *     Seeds#parse(String)}
     * @throws StartFailedException if it cannot listen where it is told to
     */
    public static GossipDiscovery start(GossipConfig config, Observer... instruments) {
        return start(config, Seeds.parse(config.seeds()), instruments);
    }

    /** Starts a node with seeds from elsewhere; those of the configuration are not looked at. */
    public static GossipDiscovery start(
            GossipConfig config, SeedSource seeds, Observer... instruments) {
        return start(config, seeds, Network.SOCKETS, instruments);
    }

    /** As {@link #start(GossipConfig, SeedSource, Observer...)}, on a network of another kind. */
    public static GossipDiscovery start(
            GossipConfig config, SeedSource seeds, Network network, Observer... instruments) {
        return new GossipDiscovery(Node.start(config, seeds, network, List.of(instruments)));
    }

    /** Who this node is now. The generation may rise where another life claims its address. */
    public NodeId self() {
        return node.snapshots().self();
    }

    public GossipConfig config() {
        return node.config();
    }

    /**
     * All beliefs; the dead and departed as long as they are remembered. This node is the first of
     * them, unless it is an observer, which is none of them.
     */
    public List<Member> members() {
        return node.snapshots().members();
    }

    /** What is served in the cluster, this node's own instances included. */
    public Catalog catalog() {
        return node.snapshots().catalog();
    }

    /** Watches the catalog on a thread that all watchers of this node share. */
    public Subscription watch(Consumer<Catalog> watcher) {
        return watch(watcher, node.threads().watch());
    }

    /**
     * Watches the catalog: at once with the present one, then with the latest whenever it changed;
     * one call at a time. A watcher that is slow skips versions; one that throws is logged and goes
     * on.
     *
     * @param executor must not run its tasks on the thread that hands them in: that thread wakes
     *     all watchers
     */
    public Subscription watch(Consumer<Catalog> watcher, Executor executor) {
        return node.watchers().add(watcher, executor);
    }

    /** As {@link #events(Consumer, Executor)}, on a thread that all watchers of this node share. */
    public Subscription events(Consumer<MemberEvent> listener) {
        return events(listener, node.threads().watch());
    }

    /**
     * Tells every change of belief about members in order: first the present members, then each
     * change. A listener that is slow may lag by so many events ({@link MemberFeed#CAPACITY});
     * where it is slower still, it is told the present members again, and how many changes it lost.
     *
     * @param executor must not run its tasks on the thread that hands them in
     */
    public Subscription events(Consumer<MemberEvent> listener, Executor executor) {
        return node.events(listener, executor);
    }

    /**
     * Offers an instance, or replaces the one with the same service and id. Others, and the own
     * catalog, are told at most a few changes a second, and always the latest; a change by which an
     * instance asks for no more calls does not wait.
     *
     * @throws IllegalArgumentException if this node would offer more than {@code Limits} allow
     * @throws IllegalStateException if this node has left or is closed, or is an observer
     */
    public void register(Instance instance) {
        node.replace(List.of(), List.of(instance));
    }

    /**
     * Withdraws some instances and offers others, as one change: all of it or, where it throws,
     * nothing.
     *
     * @param withdrawn what is not offered any more, as far as it was; what is among {@code
     *     offered} too is replaced by that, and moved to the end
     * @param offered as with {@link #register}
     * @throws IllegalArgumentException if this node would offer more than {@code Limits} allow
     * @throws IllegalStateException if this node has left or is closed, or is an observer
     */
    public void replace(Collection<Instance.Key> withdrawn, Collection<Instance> offered) {
        node.replace(withdrawn, offered);
    }

    /** Withdraws the instance with the same service and id; returns whether there was one. */
    public boolean deregister(Instance instance) {
        return node.deregister(instance);
    }

    /** What this node offers, in the order of registration. */
    public List<Instance> registered() {
        return node.offering().instances();
    }

    /**
     * Completes when the first other live node is known, never on the loop. If this node is closed
     * before, it completes exceptionally, with a {@code CancellationException} as the cause.
     */
    public CompletableFuture<Void> joined() {
        return node.joined();
    }

    /**
     * Waits until that part of the other live members is known to have seen what this node offers
     * now. Known means by their own word; those who are silent are asked and told again.
     *
     * <p>Completes normally in any case, never on the loop: with what was reached when it was
     * enough, or when the time was over, or when this node left. Members that die or join meanwhile
     * are counted as they are at that moment; whoever is alone, and an observer, waits for nobody.
     * If this node is closed before, it completes exceptionally, with a {@code
     * CancellationException} as the cause.
     *
     * @param fraction 0 (nobody) to 1 (all)
     */
    public CompletableFuture<Visibility> awaitVisible(double fraction, Duration timeout) {
        return node.awaitVisible(fraction, timeout);
    }

    /**
     * Announces all own instances as {@code DRAINING} and waits until all others are known to have
     * seen it, as {@link #awaitVisible} does. Afterwards nobody chooses them any more, except for
     * calls that are under way. An instance that is registered again is no longer draining.
     *
     * @param atMost how long to wait; the announcement stays
     */
    public CompletableFuture<Visibility> drain(Duration atMost) {
        return node.drain(atMost);
    }

    /**
     * Says that there is a reason to doubt the node at an address, as when a call to it failed: it
     * is probed now rather than in its turn. A hint convicts nobody. An observer, which probes
     * nobody, asks a member now what it believes, unless it just did.
     */
    public void suspectHint(Address address) {
        node.suspectHint(address);
    }

    /**
     * Says farewell and closes. Completes once closed, at the latest soon after the grace is over;
     * never exceptionally because of the network.
     */
    public CompletableFuture<Void> leave(Duration grace) {
        return node.leave(grace);
    }

    /**
     * Why this node believes what it believes of the node at an address: who accused it on what
     * evidence, how our own probes of it went, and what came of it. Of a member that was never
     * doubted there is nothing to tell; what is told is forgotten with the member.
     */
    public Explanation explain(Address about) {
        return node.explain(about);
    }

    /** As {@link #explain(Address)}, of one life alone. */
    public Explanation explain(NodeId life) {
        return node.explain(life.address()).of(life);
    }

    /** Lifeguard's score: 0 is healthy. */
    public int localHealth() {
        return node.snapshots().localHealth();
    }

    /**
     * Whether nobody answers this node any more, so that it takes the fault to be its own: it keeps
     * what it knew last and declares nobody dead.
     */
    public boolean isIsolated() {
        return node.snapshots().isIsolated();
    }

    /**
     * Whether others answer this node, but none of their probes has got to the address that it
     * tells them, for about eight periods since it met them: the advertised address or port is
     * wrong, or nothing is let in there. Others then hold this node for dead.
     */
    public boolean isUnreached() {
        return node.isUnreached();
    }

    /**
     * What others found where this node says that it is, and its instances: they connect there soon
     * after it is told, and about once a minute later on. Empty where nobody has looked yet, or
     * nobody is to.
     */
    public List<Finding> findings() {
        return node.findings();
    }

    /** The names of {@link #counters()}, which are the same for all nodes. */
    public static Set<String> counterNames() {
        return new Counters().snapshot().keySet();
    }

    /** What was sent, received, dropped and noticed, by name. */
    public SortedMap<String, Long> counters() {
        return node.counters().snapshot();
    }

    /**
     * Whether this node only looks on: it knows the members and what they serve, but is none
     * itself.
     */
    public boolean isObserver() {
        return node.config().isObserver();
    }

    /** Whether this node is not closed. */
    public boolean isRunning() {
        return node.isRunning();
    }

    /**
     * Ends at once, without farewell: others must find out. Gives back port and threads before it
     * returns, as far as watchers return in time. Again, or from a watcher, is harmless.
     */
    @Override
    public void close() {
        node.close();
    }

    @Override
    public String toString() {
        return "GossipDiscovery " + self();
    }
}
