package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.wire.OfferCodec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The instances that this node serves, in the order of their registration. Thread-safe. */
final class Offering {
    private final SortedMap<String, String> labels;
    private Map<Instance.Key, Instance> byKey = new LinkedHashMap<>();
    private volatile List<Instance> instances = List.of();

    Offering(SortedMap<String, String> labels) {
        this.labels = labels;
    }

    List<Instance> instances() {
        return instances;
    }

    /**
     * Takes some out and adds others, or replaces those with the same service and id.
     *
     * @return whether that changed anything
     * @throws IllegalArgumentException if all instances together are more than a node may offer;
     *     nothing has changed then
     */
    synchronized boolean replace(Collection<Instance.Key> withdrawn, Collection<Instance> offered) {
        Map<Instance.Key, Instance> next = new LinkedHashMap<>(byKey);
        next.keySet().removeAll(withdrawn);
        offered.forEach(instance -> next.put(instance.key(), instance));
        if (next.equals(byKey)) {
            return false;
        }
        OfferCodec.encode(
                new Offer(1, labels, List.copyOf(next.values()))); // throws where too large
        byKey = next;
        instances = List.copyOf(next.values());
        return true;
    }

    /** Declares all instances to be draining; returns whether that changed anything. */
    synchronized boolean drain() {
        List<Instance> before = instances;
        byKey.replaceAll((key, instance) -> instance.withStatus(ServiceStatus.DRAINING));
        instances = List.copyOf(byKey.values());
        return !instances.equals(before);
    }

    /** Takes out the instance with the same service and id; returns whether there was one. */
    synchronized boolean remove(Instance instance) {
        boolean removed = byKey.remove(instance.key()) != null;
        instances = List.copyOf(byKey.values());
        return removed;
    }
}
