package io.gossipdiscovery.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** What a process of the benchmark application has told so far. Thread-safe. */
final class AppReport {
    private final List<Call> calls = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();
    private int heartbeats;
    private long readyAt;
    private String port = "";
    private long heap;

    /**
     * One call.
     *
     * @param due when it should have been made, in nanoseconds of the monotonic clock
     * @param end when it was over
     * @param isOk whether an instance answered
     * @param detail who answered, or what was the matter
     */
    record Call(long due, long end, boolean isOk, String detail) {}

    /** The ports that the discovery client lists from that moment on. */
    private record Listing(long at, Set<String> ports) {}

    /** Takes a line; says whether it was meant for us. */
    synchronized boolean hear(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "@call" -> {
                boolean isOk = words[3].equals("ok");
                calls.add(new Call(nanos(words[1]), nanos(words[2]), isOk, words[4]));
            }
            case "@listed" -> listings.add(new Listing(nanos(words[1]), ports(words)));
            case "@ready" -> {
                port = words[2];
                readyAt = nanos(words[1]);
            }
            case "@heartbeat" -> heartbeats++;
            case "@heap" -> heap = nanos(words[1]);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static long nanos(String word) {
        return Long.parseLong(word);
    }

    private static Set<String> ports(String[] words) {
        return words.length < 3 ? Set.of() : Set.copyOf(Arrays.asList(words[2].split(",")));
    }

    /** When the application was ready, 0 as long as it is not. */
    synchronized long readyAt() {
        return readyAt;
    }

    synchronized String port() {
        return port;
    }

    /** Bytes in use after the last collection that was asked for, 0 before. */
    synchronized long heap() {
        return heap;
    }

    synchronized int heartbeats() {
        return heartbeats;
    }

    synchronized Set<String> listed() {
        return listings.isEmpty() ? Set.of() : listings.get(listings.size() - 1).ports();
    }

    /** Calls that were due between two moments. */
    synchronized List<Call> calls(long from, long to) {
        return calls.stream().filter(call -> call.due() >= from && call.due() < to).toList();
    }

    /** Since when it has been listed, or not listed; nothing where it is the other way round. */
    synchronized OptionalLong since(String port, boolean isListed) {
        Predicate<Listing> right = listing -> listing.ports().contains(port) == isListed;
        OptionalLong since = OptionalLong.empty();
        for (Listing listing : listings) {
            if (!right.test(listing)) {
                since = OptionalLong.empty();
            } else if (since.isEmpty()) {
                since = OptionalLong.of(listing.at());
            }
        }
        return since;
    }

    /** The first call that somebody answered. */
    synchronized Optional<Call> firstAnswerOf(String port) {
        return calls.stream()
                .filter(call -> call.isOk() && call.detail().equals(port))
                .min(Comparator.comparingLong(Call::due));
    }
}
