package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What scenarios have in common. */
final class Play {
    private Play() {}

    /** A cluster that has found itself, and then was left alone for a while. */
    static SimCluster formed(SimSetup setup) {
        SimCluster cluster = setup.build();
        cluster.startAll();
        cluster.runUntil(cluster::converged, Duration.ofSeconds(20));
        cluster.runFor(Duration.ofSeconds(5));
        assertThat(cluster.verdicts().all()).isEmpty();
        return cluster;
    }

    /** What all nodes have sent. */
    static Traffic traffic(SimCluster cluster) {
        Traffic sum = Traffic.NONE;
        for (int i = 0; i < cluster.size(); i++) {
            sum = sum.plus(cluster.node(i).traffic());
        }
        return sum;
    }

    static List<Traffic> trafficOfEach(SimCluster cluster) {
        return IntStream.range(0, cluster.size()).mapToObj(i -> cluster.node(i).traffic()).toList();
    }

    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    /**
     * When every observer holds a silent node for DEAD at the latest, on a network without loss:
     * somebody probes it, waits for every attempt, and then for the longest suspicion.
     */
    static Duration detectionBound(GossipConfig config, int nodes) {
        SuspicionConfig suspicion = config.suspicion();
        return config.probe()
                .interval()
                .multipliedBy(Math.min(2L * nodes, 10))
                .plusNanos(config.probe().probeNanos())
                .plus(suspicion.minimum().multipliedBy(suspicion.maximumFactor()))
                .plusSeconds(2);
    }

    /** Lets a node stand still and run by turns, beginning now. */
    static void stutter(SimCluster cluster, int node, Duration still, Duration running, int times) {
        for (int i = 0; i < times; i++) {
            Duration begin = still.plus(running).multipliedBy(i);
            cluster.in(begin, () -> cluster.pause(node));
            cluster.in(begin.plus(still), () -> cluster.resume(node));
        }
    }

    static boolean everyoneHolds(SimCluster cluster, int subject, Status status) {
        return IntStream.range(0, cluster.size())
                .filter(i -> i != subject && cluster.node(i).isRunning())
                .allMatch(i -> cluster.node(i).status(subject).orElse(null) == status);
    }

    /** The ids of all instances that a node's application would see. */
    static TreeSet<String> catalogIds(SimNode node) {
        TreeSet<String> ids = new TreeSet<>();
        for (String service : node.catalog().services()) {
            for (Listing listing : node.catalog().all(service)) {
                ids.add(listing.instance().id());
            }
        }
        return ids;
    }

    static void assertCatalogsEqual(SimCluster cluster, TreeSet<String> expected) {
        for (int i = 0; i < cluster.size(); i++) {
            if (cluster.node(i).isRunning()) {
                assertThat(catalogIds(cluster.node(i)))
                        .as("catalog of node %d", i)
                        .isEqualTo(expected);
            }
        }
    }

    static Instance instance(String id) {
        return Instance.of("parcels", id, "10.9.9.9", 9000);
    }

    /** More than fits into a datagram. */
    static List<Instance> largeOffer() {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            metadata.put("some-name-" + i, "a value of some length " + i);
        }
        List<Instance> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(instance("parcels-" + i).withMetadata(metadata));
        }
        return many;
    }

    static void assertNobodyWronged(SimCluster cluster) {
        assertThat(cluster.verdicts().falseDeaths()).isEmpty();
    }

    static void assertOnlyBlamed(SimCluster cluster, int subject) {
        List<Verdict> others =
                cluster.verdicts().all().stream()
                        .filter(v -> !v.subject().address().equals(cluster.node(subject).address()))
                        .toList();
        assertThat(others).isEmpty();
    }
}
