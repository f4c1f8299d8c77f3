package io.gossipdiscovery.network;

import io.gossipdiscovery.network.Event.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that the nodes of a cluster noticed, in the order in which it was read, and the latest belief
 * of each about each. Thread-safe.
 */
public final class Observations {
    private final List<Event> events = new ArrayList<>();
    private final Event[][] beliefs = new Event[Places.MOST_NODES + 1][Places.MOST_NODES + 1];
    private final long[] generations = new long[Places.MOST_NODES + 1];

    synchronized void add(Event event) {
        events.add(event);
        if (event.kind().isBelief()) {
            beliefs[event.observer()][event.subject()] = event;
        } else if (event.kind() == Kind.STARTED) {
            generations[event.observer()] = event.generation();
        } else if (event.kind() == Kind.STARTING) {
            Arrays.fill(beliefs[event.observer()], null);
        }
    }

    /** How many events there are, to look later at those after them. */
    public synchronized int mark() {
        return events.size();
    }

    /** The events since a mark that fulfil a condition. */
    public synchronized List<Event> since(int mark, Predicate<Event> wanted) {
        return events.subList(mark, events.size()).stream().filter(wanted).toList();
    }

    /**
     * When the last of the observers noticed first, of all since a mark, something that fulfils a
     * condition.
     *
     * @throws IllegalStateException if one of them never did
     */
    public synchronized long lastToNotice(
            Collection<Integer> observers, int mark, Predicate<Event> wanted) {
        Map<Integer, Long> first = new TreeMap<>();
        for (Event event : since(mark, wanted)) {
            first.merge(event.observer(), event.nanos(), Math::min);
        }
        if (!first.keySet().containsAll(observers)) {
            throw new IllegalStateException("only " + first.keySet() + " noticed");
        }
        return observers.stream().mapToLong(first::get).max().orElseThrow();
    }

    /** When the last of the present beliefs of the observers about the subjects began. */
    public synchronized long lastBelief(Collection<Integer> observers, Collection<Integer> all) {
        return pairs(observers, all)
                .mapToLong(pair -> beliefs[pair[0]][pair[1]].nanos())
                .max()
                .orElseThrow();
    }

    /** Which life of a node runs, or 0 before its first. */
    public synchronized long generation(int node) {
        return generations[node];
    }

    /** What a node believes of another, or null as long as it never heard of it. */
    public synchronized @Nullable Kind belief(int observer, int subject) {
        Event latest = beliefs[observer][subject];
        return latest == null ? null : latest.kind();
    }

    /** The value that a node printed last of a counter, or -1 before the first. */
    public synchronized long count(int node, String counter) {
        int number = Agent.COUNTERS.indexOf(counter);
        return events.stream()
                .filter(e -> e.kind() == Kind.COUNT && e.observer() == node)
                .filter(e -> e.subject() == number)
                .mapToLong(Event::detail)
                .reduce(-1, (before, after) -> after);
    }

    /** Whether all observers hold the present lives of all subjects for alive. */
    public synchronized boolean isKnown(Collection<Integer> observers, Collection<Integer> all) {
        return pairs(observers, all).allMatch(pair -> isAlive(pair[0], pair[1]));
    }

    /** Of how many of the subjects the observer believes something else than that they live. */
    public synchronized List<Integer> unknown(int observer, Collection<Integer> all) {
        return all.stream().filter(s -> s != observer && !isAlive(observer, s)).toList();
    }

    /** Whether no observer believes that the life of the subject is one of the cluster. */
    public synchronized boolean isGone(
            Collection<Integer> observers, int subject, long generation) {
        return pairs(observers, List.of(subject))
                .map(pair -> beliefs[pair[0]][pair[1]])
                .noneMatch(e -> e == null || e.generation() == generation && e.kind().isLive());
    }

    /** Whether every observer at least doubts that the life of the subject is there. */
    public synchronized boolean isAvoided(
            Collection<Integer> observers, int subject, long generation) {
        return pairs(observers, List.of(subject))
                .map(pair -> beliefs[pair[0]][pair[1]])
                .noneMatch(
                        e -> e == null || e.generation() == generation && e.kind() == Kind.ALIVE);
    }

    private boolean isAlive(int observer, int subject) {
        Event belief = beliefs[observer][subject];
        return belief != null
                && belief.kind() == Kind.ALIVE
                && belief.generation() == generations[subject];
    }

    private static Stream<int[]> pairs(Collection<Integer> observers, Collection<Integer> all) {
        return observers.stream()
                .flatMap(o -> all.stream().filter(s -> !s.equals(o)).map(s -> new int[] {o, s}));
    }

    /** The numbers of so many nodes from the first on. */
    public static List<Integer> nodes(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }
}
