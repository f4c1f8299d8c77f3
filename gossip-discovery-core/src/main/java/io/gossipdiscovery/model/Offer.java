package io.gossipdiscovery.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node serves, by its own word: instances and labels under one version. Written by its owner
 * alone and ordered by (generation, version); carried apart from life, so that a refutation stays
 * tiny. Immutable.
 *
 * @param version raised by the owner at every change, at least 1
 * @param labels facts about the node itself, such as {@code region} and {@code zone}
 * @param instances the instances, in the order of their registration
 */
public record Offer(long version, SortedMap<String, String> labels, List<Instance> instances) {
    /** Label: the data centre. */
    public static final String REGION = "region";

    /** Label: the rack or availability zone within the region. */
    public static final String ZONE = "zone";

    /** Label: the machine, as far as that says more than the address. */
    public static final String HOST = "host";

    public Offer {
        if (version < 1) {
            throw new IllegalArgumentException("an offer's version is at least 1, not " + version);
        }
        labels = Texts.copy("labels", labels, Limits.METADATA_BYTES);
        if (instances.size() > Limits.INSTANCES) {
            throw new IllegalArgumentException(
                    "a node offers at most "
                            + Limits.INSTANCES
                            + " instances, not "
                            + instances.size());
        }
        instances = List.copyOf(instances);
    }

    /** The first offer of a node that serves nothing yet. */
    public static Offer first(Map<String, String> labels) {
        return new Offer(1, new TreeMap<>(labels), Collections.emptyList());
    }

    /** Whether there is something, and all of it is about to stop. */
    public boolean isDraining() {
        return !instances.isEmpty()
                && instances.stream().allMatch(i -> i.status() == ServiceStatus.DRAINING);
    }

    /** The next version, with other instances. */
    public Offer next(List<Instance> instances) {
        return new Offer(version + 1, labels, instances);
    }
}
