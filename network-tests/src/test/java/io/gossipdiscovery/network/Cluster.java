package io.gossipdiscovery.network;

import static io.gossipdiscovery.network.Event.Kind.DEAD;
import static io.gossipdiscovery.network.Event.Kind.SUSPECT;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.network.Event.Kind;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Twelve nodes for one test: eleven in one JVM, and the one to which things happen in a JVM of its
 * own. What is measured is printed; no test asserts it.
 */
final class Cluster implements BeforeEachCallback, AfterEachCallback {
    static final int NODES = 12;

    /** The node to which things happen. */
    static final int VICTIM = NODES;

    /** Generous: how long something takes is measured, not asserted. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private RealCluster cluster;
    private String test;
    private int mark;

    @Override
    public void beforeEach(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String name = context.getDisplayName();
        test = name.startsWith(method) ? method : method + name;
        cluster = RealCluster.open();
        cluster.start(1, NODES - 1);
        cluster.start(VICTIM, 1);
        cluster.awaitFormed(LIMIT);
        mark = observations().mark();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }

    RealCluster real() {
        return cluster;
    }

    Faults faults() {
        return cluster.faults();
    }

    Observations observations() {
        return cluster.observations();
    }

    AgentProcess victim() {
        return cluster.home(VICTIM);
    }

    List<Integer> others() {
        return cluster.others(VICTIM);
    }

    /** Lets faults of the network last, and sees that each met packets. */
    void lasts(int seconds) {
        pass(seconds);
        assertThat(faults().hits()).as("packets that met each fault").isPositive();
    }

    /** Lets time pass. */
    void pass(int seconds) {
        RealCluster.pass(Duration.ofSeconds(seconds));
        System.out.printf("%7d s   %s: lasted, %s%n", seconds, test, counts());
    }

    /** Waits until nobody of the others counts the victim's life as one of the cluster. */
    void awaitGone(long generation, long since) {
        awaitAll("gone", () -> observations().isGone(others(), VICTIM, generation));
        said("no other counts it", since);
    }

    /** Waits until all the others at least doubt the victim. */
    void awaitAvoided(long since) {
        long generation = observations().generation(VICTIM);
        awaitAll("avoided", () -> observations().isAvoided(others(), VICTIM, generation));
        said("all others avoid it", since);
    }

    /** Waits until all hold all for alive. */
    void awaitWhole(long since) {
        cluster.awaitFormed(LIMIT);
        said("all hold all for alive", since);
    }

    private void awaitAll(String what, BooleanSupplier condition) {
        cluster.await(
                "node " + VICTIM + " is " + what + " everywhere", condition, this::beliefs, LIMIT);
    }

    private Map<Integer, String> beliefs() {
        return others().stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                o -> String.valueOf(observations().belief(o, VICTIM))));
    }

    /** Nobody declared anybody dead since the cluster was whole. */
    void nobodyWasDeclaredDead() {
        assertThat(since(DEAD)).isEmpty();
    }

    /** Nobody but these was declared dead since the cluster was whole. */
    void nobodyWasDeclaredDeadBut(Integer... nodes) {
        assertThat(since(DEAD)).extracting(Event::subject).isSubsetOf(Arrays.asList(nodes));
    }

    /** No observer but the victim itself declared anybody dead, except the victim. */
    void nobodyElseWasDeclaredDeadByOthers() {
        assertThat(since(DEAD))
                .filteredOn(event -> event.observer() != VICTIM)
                .extracting(Event::subject)
                .containsOnly(VICTIM);
    }

    /** No observer declared the same node dead twice. */
    void nobodyWasDeclaredDeadTwice() {
        Map<String, Long> times =
                since(DEAD).stream()
                        .collect(
                                Collectors.groupingBy(
                                        e -> e.observer() + " of " + e.subject(),
                                        Collectors.counting()));
        assertThat(times.values()).allMatch(n -> n == 1, times.toString());
    }

    List<Event> since(Kind kind) {
        return observations().since(mark, event -> event.kind() == kind);
    }

    /** For whoever reads the output. How long something takes is no fact to fail by. */
    private void said(String what, long sinceNanos) {
        long last =
                observations().since(mark, e -> e.kind().isBelief()).stream()
                        .mapToLong(Event::nanos)
                        .max()
                        .orElse(sinceNanos);
        String time = Math.max(0, last - sinceNanos) / 1_000_000 + " ms";
        System.out.printf("%9s  %s: %s, %s%n", time, test, what, counts());
    }

    private String counts() {
        return String.format(
                "suspected %d, declared dead %d times", since(SUSPECT).size(), since(DEAD).size());
    }
}
