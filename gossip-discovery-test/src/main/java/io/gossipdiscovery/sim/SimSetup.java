package io.gossipdiscovery.sim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.swim.Commons;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a simulated cluster is to be like: begin with {@link SimCluster#of}, name the differences,
 * end with {@link #build}. Not thread-safe.
 */
public final class SimSetup {
    private final int nodes;
    private long seed = 1;
    private String scenario = "unnamed";
    private IntFunction<GossipConfig> config;
    private IntFunction<int[]> seeds = node -> new int[] {0};
    private IntFunction<List<Instance>> offers = SimSetup::oneInstance;
    private LinkQuality quality = LinkQuality.calm();
    private Machine.Factory machine = ourOwn();
    private boolean catalogs = true;
    private @Nullable PrintStream traceTo = Boolean.getBoolean("sim.trace") ? System.out : null;
    private Witness witness = Witness.NONE;
    private int observers;

    SimSetup(int nodes) {
        if (nodes < 1 || nodes > Places.MOST) {
            throw new IllegalArgumentException("1 to " + Places.MOST + " nodes, not " + nodes);
        }
        this.nodes = nodes;
        GossipConfig lan = GossipConfig.lan().build();
        this.config = node -> lan;
    }

    /** All chance in the simulation comes from this number. Default 1. */
    public SimSetup seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The name that a failure is reported under. */
    public SimSetup scenario(String scenario) {
        this.scenario = scenario;
        return this;
    }

    /** The same configuration for all nodes. Default {@link GossipConfig#lan}. */
    public SimSetup config(GossipConfig config) {
        return config(node -> config);
    }

    /** A configuration for each node; nodes of two clusters may live on one network. */
    public SimSetup config(IntFunction<GossipConfig> config) {
        this.config = config;
        return this;
    }

    /** Lets the last so many nodes be observers, which are no members. Default none. */
    public SimSetup observers(int observers) {
        if (observers < 0 || observers >= nodes) {
            throw new IllegalArgumentException(observers + " observers among " + nodes + " nodes");
        }
        this.observers = observers;
        return this;
    }

    /** Which nodes are the seeds of all. Default node 0. */
    public SimSetup seeds(int... seeds) {
        return seeds(node -> seeds);
    }

    /** Which nodes are the seeds of each. */
    public SimSetup seeds(IntFunction<int[]> seeds) {
        this.seeds = seeds;
        return this;
    }

    /** What each node offers when it starts. Default one instance of one of three services. */
    public SimSetup offers(IntFunction<List<Instance>> offers) {
        this.offers = offers;
        return this;
    }

    /** How the network is at first. Default {@link LinkQuality#calm}. */
    public SimSetup quality(LinkQuality quality) {
        this.quality = quality;
        return this;
    }

    /** What runs at every node. Default our own machine. */
    public SimSetup machine(Machine.Factory machine) {
        this.machine = machine;
        return this;
    }

    /** Keeps no catalogs, which saves memory where the cluster is large. */
    public SimSetup withoutCatalogs() {
        this.catalogs = false;
        return this;
    }

    /** Prints a line for everything that happens, as {@code -Dsim.trace=true} does. */
    public SimSetup traceTo(PrintStream traceTo) {
        this.traceTo = traceTo;
        return this;
    }

    /** Lets somebody see everything that happens. */
    SimSetup witness(Witness witness) {
        this.witness = witness;
        return this;
    }

    /** The cluster, of which nothing runs yet. */
    public SimCluster build() {
        return new SimCluster(new SimWorld(this));
    }

    int nodes() {
        return nodes;
    }

    long seed() {
        return seed;
    }

    String scenario() {
        return scenario;
    }

    GossipConfig configOf(int node) {
        GossipConfig told = config.apply(node);
        return node < nodes - observers ? told : told.withObserver(true);
    }

    int[] seedsOf(int node) {
        return seeds.apply(node);
    }

    List<Instance> offerOf(int node) {
        return offers.apply(node);
    }

    LinkQuality quality() {
        return quality;
    }

    Machine.Factory machine() {
        return machine;
    }

    boolean keepsCatalogs() {
        return catalogs;
    }

    @Nullable PrintStream traceTo() {
        return traceTo;
    }

    Witness witness() {
        return witness;
    }

    /** Our own machine; all of one simulation share what they believe in common. */
    private static Machine.Factory ourOwn() {
        Commons commons = new Commons();
        return (self, config, random, outbox, observer) ->
                new SwimMachine(self, config, random, outbox, observer, commons);
    }

    private static List<Instance> oneInstance(int node) {
        String service = List.of("orders", "stock", "prices").get(node % 3);
        String host = Places.address(node).host();
        return List.of(Instance.of(service, service + "-" + node, host, 8080));
    }
}
