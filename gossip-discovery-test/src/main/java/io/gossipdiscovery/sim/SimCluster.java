package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A cluster of real machines on a simulated network, in virtual time, out of one seed.
 *
 * <pre>{@code
 * SimCluster cluster = SimCluster.of(30).seed(seed).scenario("one crash").build();
 * cluster.startAll();
 * cluster.runUntil(cluster::converged, Duration.ofSeconds(10));
 * cluster.crash(7);
 * cluster.runUntil(cluster::converged, Duration.ofSeconds(15));
 * assertThat(cluster.verdicts().falseDeaths()).isEmpty();
 * }</pre>
 *
 * <p>The same seed and the same commands give the same run to the byte, on any computer. After
 * every event the invariants are checked; a broken one ends the run with a {@link SimFailure} that
 * tells the seed. Single-threaded.
 */
public final class SimCluster {
    /** How often a condition is looked at. */
    private static final long LOOK_NANOS = 10_000_000;

    private final SimWorld world;
    private long convergedAsOf = -1;
    private boolean converged;
    private @Nullable SimNode dissenter;

    SimCluster(SimWorld world) {
        this.world = world;
    }

    /** Begins the description of a cluster of that many nodes. */
    public static SimSetup of(int nodes) {
        return new SimSetup(nodes);
    }

    public int size() {
        return world.size();
    }

    public SimNode node(int index) {
        return world.node(index);
    }

    /** The network, to break it. */
    public SimNetwork network() {
        return world.network();
    }

    /** Who came to believe what about whom. */
    public Verdicts verdicts() {
        return world.verdicts();
    }

    /** The virtual time since the simulation began. */
    public Duration now() {
        return Duration.ofNanos(world.nowNanos());
    }

    /** How many events have happened. */
    public long events() {
        return world.loop().happened();
    }

    /**
     * A hash over every packet and every event so far: equal exactly where two runs are the same.
     */
    public long fingerprint() {
        return world.fingerprint().value();
    }

    /** Starts a node that does not run, as a new life, with what the setup lets it offer. */
    public void start(int node) {
        start(node, world.setup().offerOf(node));
    }

    /** Starts a node that does not run, as a new life, with an offer of its own. */
    public void start(int node, List<Instance> offer) {
        command(() -> world.node(node).start(0, offer));
    }

    /**
     * Starts a node under a generation of one's choice, as a computer's clock may have gone back; 0
     * is the virtual time, and later than all former lives. No generation can be lived twice.
     */
    public void start(int node, long generation) {
        command(() -> world.node(node).start(generation, world.setup().offerOf(node)));
    }

    /** Starts all nodes at once. */
    public void startAll() {
        for (int i = 0; i < size(); i++) {
            start(i);
        }
    }

    /**
     * Starts all nodes as members of a cluster that was formed before: each knows all others, past
     * the network. What nobody has a reason to change yet, they share. The formation of a very
     * large cluster takes long to simulate; whoever studies what comes afterwards skips it.
     */
    public void startFormed() {
        startAll();
        command(() -> new Roster(world).tellAll());
    }

    /**
     * Ends a node's process without a word, as {@code kill -9} does. Its host answers in its place
     * until it is started again: connections are refused.
     */
    public void kill(int node) {
        command(() -> world.node(node).kill());
    }

    /** Ends a node with its host. Nothing answers at its address until it is started again. */
    public void crash(int node) {
        command(() -> world.node(node).crash());
    }

    /** Crashes a node and starts it again at once, at the same address. */
    public void restart(int node) {
        crash(node);
        start(node);
    }

    /** Stops a node in its tracks, as a long garbage collection does. */
    public void pause(int node) {
        command(() -> world.node(node).pause());
    }

    /** Lets a paused node go on: it reads what came in meanwhile, and then sees what time it is. */
    public void resume(int node) {
        command(() -> world.node(node).resume());
    }

    /** Lets a node say farewell; it is gone once it has said so. */
    public void leave(int node) {
        command(() -> world.node(node).leave());
    }

    /** Replaces what a node offers. */
    public void offer(int node, List<Instance> instances) {
        command(() -> world.node(node).offer(instances));
    }

    /**
     * From now on it ends like that to connect to an address, whoever tries; null makes it as at
     * first. Wherever nothing is said an instance listens, as long as the node of that host lives.
     */
    public void dials(String host, int port, @Nullable Dial outcome) {
        world.dials().set(host, port, outcome);
        world.note("dials to " + host + ":" + port, String.valueOf(outcome));
    }

    /** Gives a node a reason to doubt another: it probes it now. */
    public void hint(int node, int about) {
        command(() -> world.node(node).hint(world.node(about).address()));
    }

    /**
     * Lets a node wait until that part of the others has seen what it offers.
     *
     * @return under which number {@link SimNode#visibility} knows it
     */
    public long awaitVisible(int node, double fraction, Duration timeout) {
        long[] number = new long[1];
        command(() -> number[0] = world.node(node).awaitVisible(fraction, timeout.toNanos()));
        return number[0];
    }

    /** Sets something to be done in a while, amid a run. */
    public void in(Duration delay, Runnable command) {
        world.loop().at(world.nowNanos() + delay.toNanos(), command::run);
    }

    /** Lets time pass. */
    public void runFor(Duration duration) {
        long until = world.nowNanos() + duration.toNanos();
        command(
                () -> {
                    while (world.loop().step(until)) {
                        // one event after the other
                    }
                    checkStories();
                });
    }

    /**
     * Lets time pass until a condition holds, which is looked at every 10 ms.
     *
     * @return how long it took
     * @throws SimFailure where it does not hold within the limit
     */
    public Duration runUntil(BooleanSupplier condition, Duration limit) {
        long began = world.nowNanos();
        command(() -> step(condition, began + limit.toNanos()));
        if (!condition.getAsBoolean()) {
            throw world.failure(
                    "what was waited for did not come true within " + limit + differences(), null);
        }
        return Duration.ofNanos(world.nowNanos() - began);
    }

    /**
     * Whether every running node believes exactly the running ones of its cluster to be ALIVE, and
     * knows what each of them offers. Of paused nodes nothing is asked and nothing need be
     * believed.
     */
    public boolean converged() {
        // View hashes change without anybody's belief when a belief is verified: a no is not kept.
        if (!converged || convergedAsOf != world.changes()) {
            convergedAsOf = world.changes();
            converged = clusters().stream().allMatch(this::agree);
        }
        return converged;
    }

    private boolean agree(List<SimNode> nodes) {
        dissenter = Agreement.dissenter(world, nodes, dissenter);
        return dissenter == null;
    }

    /** As {@link #converged}, as if these were the only nodes: for one side of a partition. */
    public boolean converged(int... nodes) {
        List<SimNode> side = Arrays.stream(nodes).mapToObj(world::node).toList();
        return Agreement.differences(world, side, 1).isEmpty();
    }

    private void step(BooleanSupplier condition, long until) {
        long look = world.nowNanos();
        do {
            if (world.nowNanos() >= look) {
                if (condition.getAsBoolean()) {
                    break;
                }
                look = world.nowNanos() + LOOK_NANOS;
            }
        } while (world.loop().step(until));
        checkStories();
    }

    private void checkStories() {
        for (SimNode node : world.nodes()) {
            if (node.isAlive()) {
                world.invariants().checkStory(node);
            }
        }
    }

    private List<List<SimNode>> clusters() {
        Map<String, List<SimNode>> clusters = new LinkedHashMap<>();
        for (SimNode node : world.nodes()) {
            if (node.isRunning()) {
                clusters.computeIfAbsent(node.config().cluster(), name -> new ArrayList<>())
                        .add(node);
            }
        }
        return List.copyOf(clusters.values());
    }

    private String differences() {
        StringBuilder text = new StringBuilder();
        clusters().forEach(nodes -> text.append(Agreement.text(world, nodes)));
        return text.toString();
    }

    /** Does something, and tells the seed where it fails. */
    private void command(Runnable action) {
        try {
            action.run();
        } catch (SimFailure e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw world.failure("a node or the scenario threw " + e, e);
        }
    }
}
