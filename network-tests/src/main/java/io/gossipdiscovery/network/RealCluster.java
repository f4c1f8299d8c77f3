package io.gossipdiscovery.network;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Real processes with real nodes in a network of their own. Everything ends with it. */
public final class RealCluster implements AutoCloseable {
    private static final long POLL_MILLIS = 10;
    private static final int SMALL_HEAP_MEGABYTES = 128;
    private static final int HEAP_MEGABYTES_PER_NODE = 6;

    private final Namespace namespace = Namespace.open();
    private final Observations observations = new Observations();
    private final List<AgentProcess> processes = new ArrayList<>();
    private final List<Process> strangers = new ArrayList<>();
    private final SortedMap<Integer, AgentProcess> homes = new TreeMap<>();
    private final Faults faults;

    private RealCluster() {
        faults = new Faults(namespace);
    }

    /** An empty network. */
    public static RealCluster open() {
        return new RealCluster();
    }

    public Faults faults() {
        return faults;
    }

    public Observations observations() {
        return observations;
    }

    public Namespace namespace() {
        return namespace;
    }

    /** The numbers of all nodes that were started and not killed. */
    public List<Integer> nodes() {
        return List.copyOf(homes.keySet());
    }

    /** All nodes but some. */
    public List<Integer> others(Integer... nodes) {
        List<Integer> rest = new ArrayList<>(homes.keySet());
        rest.removeAll(List.of(nodes));
        return rest;
    }

    /** A JVM for so many nodes, none of them started yet; their seed is node 1. */
    public AgentProcess process(int nodes) {
        return process(nodes, List.of(1));
    }

    public AgentProcess process(int nodes, List<Integer> seeds) {
        int heap = SMALL_HEAP_MEGABYTES + nodes * HEAP_MEGABYTES_PER_NODE;
        AgentProcess process = AgentProcess.open(namespace, observations, heap, seeds);
        processes.add(process);
        return process;
    }

    /** Runs a main that is no node in the same network. */
    public Process stranger(Class<?> main, List<String> arguments) {
        List<String> java = new ArrayList<>(AgentProcess.java(SMALL_HEAP_MEGABYTES));
        java.add(main.getName());
        java.addAll(arguments);
        try {
            Process stranger =
                    new ProcessBuilder(namespace.inside(java))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            strangers.add(stranger);
            return stranger;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts nodes in a JVM of their own; does not wait for them. */
    public AgentProcess start(int first, int count) {
        AgentProcess process = process(count);
        start(process, first, count);
        return process;
    }

    /** Starts nodes in a JVM that runs; does not wait for them. */
    public void start(AgentProcess process, int first, int count) {
        Observations.nodes(first, count).forEach(node -> homes.put(node, process));
        process.start(first, count);
    }

    /** The JVM of a node that was started. */
    public AgentProcess home(int node) {
        return Objects.requireNonNull(homes.get(node), () -> "node " + node + " was not started");
    }

    /** The nodes of a JVM do not count any more. */
    public void forget(AgentProcess process) {
        homes.values().removeIf(process::equals);
    }

    /** A node does not count any more. */
    public void forget(int node) {
        homes.remove(node);
    }

    /** Waits until every node holds every other for alive; returns when they do. */
    public void awaitFormed(Duration limit) {
        awaitKnown(nodes(), nodes(), limit);
    }

    public void awaitKnown(Collection<Integer> observers, Collection<Integer> all, Duration limit) {
        await(
                "all know all",
                () -> observations.isKnown(observers, all),
                () -> unknown(observers, all),
                limit);
    }

    /** Waits until a condition holds. */
    public void await(String what, BooleanSupplier condition, Supplier<?> instead, Duration limit) {
        if (!isSoon(condition, limit)) {
            throw new AssertionError(
                    "not within " + limit.toSeconds() + " s: " + what + ", but " + instead.get());
        }
    }

    /** Waits until a condition holds, or for so long; returns whether it does. */
    public static boolean isSoon(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pass(Duration.ofMillis(POLL_MILLIS));
        }
        return true;
    }

    /** Lets so much time pass: the time that a fault lasts. */
    public static void pass(Duration time) {
        try {
            MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private SortedMap<Integer, List<Integer>> unknown(
            Collection<Integer> observers, Collection<Integer> all) {
        SortedMap<Integer, List<Integer>> unknown = new TreeMap<>();
        for (int observer : observers) {
            List<Integer> of = observations.unknown(observer, all);
            if (!of.isEmpty()) {
                unknown.put(observer, of);
            }
        }
        return unknown;
    }

    @Override
    public void close() {
        strangers.forEach(Process::destroyForcibly);
        processes.forEach(AgentProcess::kill);
        processes.forEach(AgentProcess::close);
        namespace.close();
    }
}
