package io.gossipdiscovery.sim;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Status;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Looks at how one node appears to the applications of all the others, while time passes. */
final class TrustWatch {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final SimCluster cluster;
    private final int subject;
    private final boolean[] trusted;
    private final Status[] status;
    private final int[] changes;
    private final int[] removals;
    private int looks;
    private int agreements;

    /** Begins to watch; the cluster's offers are those of the setup. */
    TrustWatch(SimCluster cluster, int subject) {
        this.cluster = cluster;
        this.subject = subject;
        this.trusted = new boolean[cluster.size()];
        this.status = new Status[cluster.size()];
        this.changes = new int[cluster.size()];
        this.removals = new int[cluster.size()];
        observers().forEach(observer -> trusted[observer] = trusts(observer));
    }

    /** Lets time pass. */
    void runFor(Duration duration) {
        Duration end = cluster.now().plus(duration);
        while (cluster.now().compareTo(end) < 0) {
            cluster.runFor(LOOK);
            look();
        }
    }

    /** How often its trustworthiness changed for the observer to whom it changed most often. */
    int mostChanges() {
        return observers().map(observer -> changes[observer]).max().orElse(0);
    }

    /** How often each observer declared it dead or believed so. */
    List<Integer> removals() {
        return observers().map(observer -> removals[observer]).boxed().toList();
    }

    /** In which part of the looks at least 99 of 100 observers were of one opinion. */
    double agreement() {
        return (double) agreements / looks;
    }

    boolean isTrustedByAll() {
        return observers().allMatch(this::trusts);
    }

    private void look() {
        int trusting = 0;
        for (int observer : observers().toArray()) {
            boolean trusts = trusts(observer);
            changes[observer] += trusts == trusted[observer] ? 0 : 1;
            trusted[observer] = trusts;
            trusting += trusts ? 1 : 0;
            Status now = cluster.node(observer).status(subject).orElse(null);
            removals[observer] += now == Status.DEAD && status[observer] != Status.DEAD ? 1 : 0;
            status[observer] = now;
        }
        long all = observers().count();
        looks++;
        agreements += Math.max(trusting, all - trusting) >= 0.99 * all ? 1 : 0;
    }

    private boolean trusts(int observer) {
        return cluster.node(observer).catalog().services().stream()
                .flatMap(service -> cluster.node(observer).catalog().all(service).stream())
                .filter(listing -> listing.node().address().equals(address()))
                .anyMatch(Listing::isTrusted);
    }

    private Address address() {
        return cluster.node(subject).address();
    }

    private IntStream observers() {
        return IntStream.range(0, cluster.size())
                .filter(i -> i != subject && cluster.node(i).isRunning());
    }
}
