package io.gossipdiscovery.memory;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.node.SeedSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some nodes on a {@link MemoryNetwork}, and what a test may do to them: offer instances, kill,
 * restart, cut the network and heal it. They are real nodes in real time, hence {@link
 * #awaitConverged()}.
 *
 * <p>Nodes are numbered from 0. The application under test may be one more node of the network; it
 * has no number, and is never killed. Thread-safe, but tests that change a cluster cannot share it
 * at the same time.
 */
public final class GossipTestCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    /**
     * Who is held up by a busy machine while it is probed, and cut off then, hangs for all that the
     * others know: they wait 30 s for it.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

    private final MemoryNetwork network;
    private final GossipConfig config;
    private final List<List<Instance>> first;
    private final Supplier<Stream<GossipDiscovery>> application;
    private final List<GossipDiscovery> nodes = new ArrayList<>();
    private final Set<Integer> cutOff = new HashSet<>();
    private boolean isChanged;

    /**
     * Starts nodes that know each other, on a network of their own.
     *
     * @param config what all of them are told, but for where they listen and whom they ask
     */
    public static GossipTestCluster start(GossipConfig config, int nodes) {
        return start(
                new MemoryNetwork(), config, Collections.nCopies(nodes, List.of()), Stream::empty);
    }

    /**
     * Starts nodes that offer something, beside an application's own node.
     *
     * @param instances what each node offers, one list a node
     * @param application the application's node while it runs
     */
    public static GossipTestCluster start(
            MemoryNetwork network,
            GossipConfig config,
            List<List<Instance>> instances,
            Supplier<Stream<GossipDiscovery>> application) {
        GossipTestCluster cluster = new GossipTestCluster(network, config, instances, application);
        IntStream.range(0, instances.size()).forEach(i -> cluster.nodes.add(cluster.begin(i)));
        return cluster;
    }

    private GossipTestCluster(
            MemoryNetwork network,
            GossipConfig config,
            List<List<Instance>> first,
            Supplier<Stream<GossipDiscovery>> application) {
        this.network = network;
        this.config = forTests(config).withObserver(false); // the application's own may look on
        this.first = List.copyOf(first);
        this.application = application;
    }

    /** Where the nodes of such a cluster listen: {@code ip:port} of each, for others to ask. */
    public static List<String> seeds(int nodes) {
        return IntStream.range(0, nodes).mapToObj(i -> address(i).toString()).toList();
    }

    /**
     * The same, except that nobody is avoided for coming and going often: tests make nodes do so,
     * and what they find should not depend on the tests before.
     */
    public static GossipConfig forTests(GossipConfig config) {
        return config.withProtection(config.protection().withUnsteadyAvoided(false));
    }

    /** How many nodes there are, dead ones included, without the application's. */
    public int size() {
        return first.size();
    }

    /** A node, which may be closed. */
    public synchronized GossipDiscovery node(int node) {
        return nodes.get(node);
    }

    /** Lets a node offer an instance, or replaces that with the same service and id. */
    public synchronized void offer(int node, Instance instance) {
        isChanged = true;
        nodes.get(node).register(instance);
    }

    /** Withdraws what any node offers under this service and id; returns whether one did. */
    public synchronized boolean withdraw(Instance.Key instance) {
        isChanged = true;
        boolean isFound = false;
        for (GossipDiscovery node : nodes) {
            for (Instance offered : node.registered()) {
                isFound |= offered.key().equals(instance) && node.deregister(offered);
            }
        }
        return isFound;
    }

    /** As {@code kill -9}: the node is gone without a word, and its connections break. */
    public synchronized void kill(int node) {
        isChanged = true;
        nodes.get(node).close();
    }

    /** Stops a node as a process stops that is asked to: with a farewell. */
    public synchronized void leave(int node) {
        isChanged = true;
        nodes.get(node).leave(Duration.ofSeconds(1)).join();
    }

    /** Starts a node anew at its address, with what it offered at first. It may still be alive. */
    public synchronized void restart(int node) {
        isChanged = true;
        nodes.get(node).close();
        nodes.set(node, begin(node));
    }

    /**
     * Cuts the network in two: these nodes on one side, all others and the application on the
     * other. Nobody is told, and what was cut before is healed.
     */
    public synchronized void partition(int... oneSide) {
        isChanged = true;
        cutOff.clear();
        IntStream.of(oneSide).forEach(cutOff::add);
        Set<Address> addresses = new HashSet<>();
        cutOff.forEach(node -> addresses.add(nodes.get(node).self().address()));
        network.partition(addresses);
        running().forEach(this::doubtOtherSide);
    }

    /** Lets everything pass again. */
    public synchronized void heal() {
        cutOff.clear();
        network.heal();
    }

    /** As {@link #awaitConverged(Duration)}, for a minute. */
    public void awaitConverged() {
        awaitConverged(PATIENCE);
    }

    /**
     * Waits until all running nodes, the application's included, list exactly what is offered by
     * those they can reach, and trust it. Whoever can reach nobody need not: it may keep what it
     * knew last, and is waited for until it has noticed.
     *
     * @throws IllegalStateException if the time is over before, saying who sees what
     */
    public void awaitConverged(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<String> differing = differing();
        while (!differing.isEmpty()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException(
                        "not converged after " + atMost + ": " + String.join("; ", differing));
            }
            LockSupport.parkNanos(LOOK_NANOS);
            differing = differing();
        }
    }

    /**
     * Makes everything as it was at first, where a test changed something: heals, starts the dead
     * anew, offers what was offered and nothing else, and waits for it.
     */
    public synchronized void reset() {
        if (!isChanged) {
            return;
        }
        heal();
        for (int i = 0; i < nodes.size(); i++) {
            GossipDiscovery node = nodes.get(i);
            if (!node.isRunning()) {
                nodes.set(i, begin(i));
                continue;
            }
            List<Instance> wanted = first.get(i);
            node.registered().stream().filter(i2 -> !wanted.contains(i2)).forEach(node::deregister);
            wanted.forEach(node::register);
        }
        awaitConverged();
        isChanged = false;
    }

    /** Ends all nodes at once. */
    @Override
    public synchronized void close() {
        nodes.forEach(GossipDiscovery::close);
    }

    private GossipDiscovery begin(int node) {
        Address at = address(node);
        BindConfig bind = new BindConfig(at.host(), at.port(), at.port(), "", 0);
        GossipDiscovery started =
                GossipDiscovery.start(config.withBind(bind), new FixedSeeds(first.size()), network);
        first.get(node).forEach(started::register);
        return started;
    }

    /** Nothing but haste: each would have come to probe the others in its turn. */
    private void doubtOtherSide(GossipDiscovery node) {
        running()
                .filter(other -> isCutOff(other) != isCutOff(node))
                .forEach(other -> node.suspectHint(other.self().address()));
    }

    private synchronized List<String> differing() {
        List<String> differing = new ArrayList<>();
        List<GossipDiscovery> oneSide = running().filter(this::isCutOff).toList();
        List<GossipDiscovery> otherSide = running().filter(node -> !isCutOff(node)).toList();
        boolean isWhole = oneSide.isEmpty() || otherSide.isEmpty();
        for (List<GossipDiscovery> side : List.of(oneSide, otherSide)) {
            Map<String, Instance> offered = new TreeMap<>();
            for (GossipDiscovery node : side) {
                node.registered().forEach(instance -> offered.put(place(node, instance), instance));
            }
            boolean mayBeIsolated = side.size() == 1 && !isWhole;
            for (GossipDiscovery node : side) {
                Map<String, Instance> seen = seen(node);
                if (!seen.equals(offered) && !(mayBeIsolated && node.isIsolated())) {
                    differing.add(
                            node.self() + " sees " + seen.keySet() + " of " + offered.keySet());
                }
            }
        }
        return differing;
    }

    private Stream<GossipDiscovery> running() {
        return Stream.concat(nodes.stream(), application.get()).filter(GossipDiscovery::isRunning);
    }

    private boolean isCutOff(GossipDiscovery node) {
        return cutOff.contains(nodes.indexOf(node));
    }

    /** What a node lists, and would let its callers have. */
    private static Map<String, Instance> seen(GossipDiscovery node) {
        Map<String, Instance> seen = new TreeMap<>();
        var catalog = node.catalog();
        for (String service : catalog.services()) {
            for (Listing listing : catalog.all(service)) {
                String doubt = listing.life() == Status.ALIVE ? "" : " (doubted)";
                seen.put(
                        listing.node().address() + " " + listing.instance().key() + doubt,
                        listing.instance());
            }
        }
        return seen;
    }

    private static String place(GossipDiscovery node, Instance instance) {
        return node.self().address() + " " + instance.key();
    }

    private static Address address(int node) {
        return Address.of(HOST, MemoryNetwork.FIRST_PORT + node);
    }

    /** The nodes of the cluster, which do not change their addresses. */
    private record FixedSeeds(int nodes) implements SeedSource {
        @Override
        public List<Address> resolve() {
            return IntStream.range(0, nodes).mapToObj(GossipTestCluster::address).toList();
        }

        @Override
        public boolean isFixed() {
            return true;
        }
    }
}
