package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What all meters show at one moment. Counts never fall: those of the node's former lives are in
 * them, as far as they were read. Immutable.
 *
 * @param atNanos when it was read, on the monotonic clock
 * @param life whose counts these are, or null where there was none yet
 * @param former counts of former lives
 * @param counts counts of this life
 */
record MeterReading(
        long atNanos,
        @Nullable GossipDiscovery life,
        Map<String, Long> former,
        Map<String, Long> counts,
        int[] members,
        int[] instances,
        int services,
        int localHealth,
        boolean isIsolated,
        boolean isUnreached,
        int wrongAddresses) {

    static final MeterReading NOTHING =
            new MeterReading(
                    0,
                    null,
                    Map.of(),
                    Map.of(),
                    new int[Status.values().length],
                    new int[ServiceStatus.values().length],
                    0,
                    0,
                    false,
                    false,
                    0);

    /** What there is to read now. While the node does not run, only the counts stay. */
    static MeterReading of(GossipNode node, MeterReading last, long nowNanos) {
        GossipDiscovery life = node.life().orElse(null);
        if (life == null) {
            return new MeterReading(
                    nowNanos,
                    last.life,
                    last.former,
                    last.counts,
                    NOTHING.members,
                    NOTHING.instances,
                    0,
                    0,
                    false,
                    false,
                    0);
        }
        int[] members = new int[Status.values().length];
        for (Member member : life.members()) {
            members[member.status().ordinal()]++;
        }
        Catalog catalog = life.catalog();
        int[] instances = new int[ServiceStatus.values().length];
        for (String service : catalog.services()) {
            for (Listing listing : catalog.all(service)) {
                instances[listing.instance().status().ordinal()]++;
            }
        }
        return new MeterReading(
                nowNanos,
                life,
                last.life == life ? last.former : last.total(),
                life.counters(),
                members,
                instances,
                catalog.services().size(),
                life.localHealth(),
                life.isIsolated(),
                life.isUnreached(),
                (int) life.findings().stream().filter(Finding::isWrong).count());
    }

    double count(String counter) {
        return former.getOrDefault(counter, 0L) + counts.getOrDefault(counter, 0L);
    }

    int members(Status status) {
        return members[status.ordinal()];
    }

    int instances(ServiceStatus status) {
        return instances[status.ordinal()];
    }

    private Map<String, Long> total() {
        Map<String, Long> total = new HashMap<>(former);
        counts.forEach((counter, count) -> total.merge(counter, count, Long::sum));
        return total;
    }
}
