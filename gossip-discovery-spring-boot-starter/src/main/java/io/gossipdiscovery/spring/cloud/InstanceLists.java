package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalog's lists in Spring Cloud's words, of the instances that callers want, made once for
 * each.
 *
 * <p>A catalog rebuilds only the lists of touched services, so that a list is the same object as
 * long as nothing changed; then the answer is the same object too and nothing is allocated.
 * Thread-safe and lock-free: two threads may make the same list twice, which is harmless.
 */
final class InstanceLists {
    /** Services that may be remembered beyond those in the catalog, before all are forgotten. */
    private static final int SLACK = 64;

    private static final Logger log = LoggerFactory.getLogger(InstanceLists.class);

    private final Suspects suspects;
    private final List<InstanceFilter> filters;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    InstanceLists(Suspects suspects, List<InstanceFilter> filters) {
        this.suspects = suspects;
        this.filters = List.copyOf(filters);
    }

    /** The instances to call of a service, in the catalog's order; empty for an unknown name. */
    List<ServiceInstance> of(Catalog catalog, String service) {
        List<Listing> listings = catalog.all(service);
        if (listings.isEmpty()) {
            return List.of();
        }
        String key = listings.get(0).instance().service();
        Made known = made.get(key);
        if (known != null && known.from == listings) {
            return known.instances;
        }
        if (made.size() > catalog.services().size() + SLACK) {
            made.clear();
        }
        Made now = new Made(listings, told(listings));
        made.put(key, now);
        return now.instances;
    }

    private List<ServiceInstance> told(List<Listing> listings) {
        List<ServiceInstance> trusted = new ArrayList<>(listings.size());
        List<ServiceInstance> up = new ArrayList<>(listings.size());
        for (Listing listing : listings) {
            ServiceInstance instance = listing.isUp() ? adapt(listing) : null;
            if (instance != null && isWanted(instance)) {
                up.add(instance);
                if (listing.isTrusted()) {
                    trusted.add(instance);
                }
            }
        }
        return switch (suspects) {
            case LAST_RESORT -> List.copyOf(trusted.isEmpty() ? up : trusted);
            case NEVER -> List.copyOf(trusted);
            case ALWAYS -> List.copyOf(up);
        };
    }

    private static @Nullable ServiceInstance adapt(Listing listing) {
        try {
            return new GossipServiceInstance(listing.instance());
        } catch (IllegalArgumentException e) {
            // Another node's mistake must not cost callers the instances that are in order.
            log.debug("{} offers an instance nobody can call", listing.node(), e);
            return null;
        }
    }

    private boolean isWanted(ServiceInstance instance) {
        for (InstanceFilter filter : filters) {
            try {
                if (!filter.isWanted(instance)) {
                    return false;
                }
            } catch (RuntimeException e) {
                // As above: it may be one instance's metadata that the filter cannot read.
                log.warn("{} is not told of, as a filter fails on it: {}", instance, e.toString());
                log.debug("{} fails on {}", filter, instance, e);
                return false;
            }
        }
        return true;
    }

    private record Made(List<Listing> from, List<ServiceInstance> instances) {}
}
