package io.gossipdiscovery.network;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.node.GossipDiscovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process with some nodes. It prints an {@link Event} a line, and does what it reads from its
 * standard input, one command a line; at the end of input it ends, so that none outlives its test.
 *
 * <pre>
 * warm NODE             runs a node of a cluster of its own for a moment, so that all is loaded
 * start FIRST COUNT     starts nodes in the same instant
 * register NODE ID      node offers another instance of the service "app"
 * withdraw NODE ID      node takes it back
 * leave NODE            node says farewell and ends
 * members NODE          prints what the node believes, in lines that begin with #
 * count NODE            prints what the node counted
 * </pre>
 */
public final class Agent {
    /** The counters that {@code count} prints, in the order of their numbers. */
    static final List<String> COUNTERS =
            List.of(
                    "datagrams.sent",
                    "datagram.bytes.sent",
                    "streams.sent",
                    "stream.bytes.sent",
                    "failures",
                    "rejected.foreign");

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String[] seeds;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ConcurrentMap<Integer, Running> nodes = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, CompletableFuture<Void>> leaving =
            new ConcurrentHashMap<>();

    private Agent(String[] seeds) {
        this.seeds = seeds;
    }

    /** A node and who reports of it. */
    private record Running(GossipDiscovery node, Reporter reporter) {}

    /** Takes the seeds as arguments. */
    public static void main(String[] seeds) throws IOException {
        Agent agent = new Agent(seeds);
        Thread writer = new Thread(agent::write, "events");
        writer.setDaemon(true);
        writer.start();
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            agent.obey(line.split(" "));
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(String[] words) {
        int node = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "warm" -> warm(node);
            case "start" -> startAll(node, Integer.parseInt(words[2]));
            case "register" -> changing(running(node)).register(instance(node, words[2]));
            case "withdraw" -> changing(running(node)).deregister(instance(node, words[2]));
            case "leave" -> leave(node, nodes.remove(node));
            case "members" -> running(node).node().members().forEach(m -> say("# " + m));
            case "count" -> count(node, running(node).node().counters());
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
    }

    private Running running(int node) {
        return Objects.requireNonNull(nodes.get(node), () -> "node " + node + " does not run");
    }

    /** Every node from a thread of its own, all let go at once. */
    private void startAll(int first, int count) {
        CountDownLatch together = new CountDownLatch(1);
        List<Thread> starters = new ArrayList<>();
        for (int node = first; node < first + count; node++) {
            int number = node;
            Thread starter =
                    new Thread(
                            () -> {
                                awaited(together);
                                start(number);
                            });
            starter.start();
            starters.add(starter);
        }
        together.countDown();
        starters.forEach(Agent::joined);
    }

    private void warm(int node) {
        GossipConfig config =
                GossipConfig.lan().cluster("warm").bind(Places.host(node), Places.PORT).build();
        Reporter reporter = new Reporter(node, event -> {});
        try (GossipDiscovery warm = GossipDiscovery.start(config, reporter)) {
            warm.register(instance(node, "warm"));
            new Reporter(node, event -> say(event.line())).self(Kind.WARM, 0);
        }
    }

    private void start(int node) {
        awaitLeft(node);
        GossipConfig config =
                GossipConfig.lan()
                        .cluster("network-tests")
                        .bind(Places.host(node), Places.PORT)
                        .seeds(seeds)
                        .labels(new TreeMap<>())
                        .build();
        Reporter reporter = new Reporter(node, event -> say(event.line()));
        reporter.self(Kind.STARTING, 0);
        GossipDiscovery started = GossipDiscovery.start(config, reporter);
        nodes.put(node, new Running(started, reporter));
        started.register(instance(node, "first"));
        reporter.self(Kind.STARTED, started.self().generation());
    }

    private static GossipDiscovery changing(Running running) {
        running.reporter().self(Kind.CHANGING, running.node().self().generation());
        return running.node();
    }

    private void leave(int node, Running running) {
        running.reporter().self(Kind.LEAVING, running.node().self().generation());
        leaving.put(node, running.node().leave(GRACE));
    }

    /** The others know of a farewell before its author has given back its port. */
    private void awaitLeft(int node) {
        CompletableFuture<Void> left = leaving.remove(node);
        if (left != null) {
            left.join();
        }
    }

    private void count(int node, SortedMap<String, Long> counters) {
        for (int i = 0; i < COUNTERS.size(); i++) {
            long value = counters.getOrDefault(COUNTERS.get(i), 0L);
            say(new Event(System.nanoTime(), node, Kind.COUNT, i, 0, value).line());
        }
    }

    private static Instance instance(int node, String id) {
        return Instance.of("app", node + "-" + id, Places.host(node), 8080);
    }

    /** Called on loops: never waits. */
    private void say(String line) {
        lines.add(line);
    }

    private void write() {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try {
            while (true) {
                out.println(lines.take());
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
