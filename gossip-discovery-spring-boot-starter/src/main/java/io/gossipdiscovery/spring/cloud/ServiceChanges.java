package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;
import io.gossipdiscovery.spring.event.ServiceInstancesChangedEvent;

import org.springframework.cloud.client.ServiceInstance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What changed for callers from one catalog to the next. Lists of services that were not touched
 * are the same objects in both and not looked into. Not thread-safe.
 */
final class ServiceChanges {
    private final InstanceLists lists;

    /** By name in lower case, as the case of a name does not matter. */
    private Map<String, Told> told = new HashMap<>();

    /** Changes for callers that are told of suspects by that rule, and of what all filters want. */
    ServiceChanges(Suspects suspects, List<InstanceFilter> filters) {
        lists = new InstanceLists(suspects, filters);
    }

    /** The services for which callers get something else than before, in order of their names. */
    List<ServiceInstancesChangedEvent> apply(Catalog catalog) {
        Map<String, Told> next = new HashMap<>();
        for (String service : catalog.services()) {
            next.put(
                    service.toLowerCase(Locale.ROOT),
                    new Told(service, lists.of(catalog, service)));
        }
        TreeSet<String> keys = new TreeSet<>(told.keySet());
        keys.addAll(next.keySet());
        List<ServiceInstancesChangedEvent> events = new ArrayList<>();
        for (String key : keys) {
            Told before = told.getOrDefault(key, Told.NOTHING);
            Told after = next.getOrDefault(key, Told.NOTHING);
            if (before.instances != after.instances) {
                compare(before, after, events);
            }
        }
        told = next;
        return events;
    }

    private static void compare(
            Told before, Told after, List<ServiceInstancesChangedEvent> events) {
        Map<String, ServiceInstance> gone = new LinkedHashMap<>();
        before.instances.forEach(instance -> gone.put(instance.getInstanceId(), instance));
        List<ServiceInstance> added = new ArrayList<>();
        List<ServiceInstance> changed = new ArrayList<>();
        for (ServiceInstance instance : after.instances) {
            ServiceInstance known = gone.remove(instance.getInstanceId());
            if (known == null) {
                added.add(instance);
            } else if (!known.equals(instance)) {
                changed.add(instance);
            }
        }
        if (!added.isEmpty() || !gone.isEmpty() || !changed.isEmpty()) {
            String service = after == Told.NOTHING ? before.service : after.service;
            events.add(
                    new ServiceInstancesChangedEvent(
                            service, added, List.copyOf(gone.values()), changed));
        }
    }

    /** What callers were told of a service. */
    private record Told(String service, List<ServiceInstance> instances) {
        private static final Told NOTHING = new Told("", List.of());
    }
}
