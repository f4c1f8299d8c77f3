package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalog's lists in Spring Cloud's words, made once for each.
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
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    InstanceLists(Suspects suspects) {
        this.suspects = suspects;
    }

    /** The instances to call of a service, in the catalog's order; empty for an unknown name. */
    List<ServiceInstance> of(Catalog catalog, String service) {
        List<Listing> listings =
                suspects == Suspects.LAST_RESORT ? catalog.routable(service) : catalog.all(service);
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
        Made now = new Made(listings, adapt(wanted(listings)));
        made.put(key, now);
        return now.instances;
    }

    private List<Listing> wanted(List<Listing> listings) {
        return switch (suspects) {
            case LAST_RESORT -> listings;
            case NEVER -> listings.stream().filter(Listing::isTrusted).toList();
            case ALWAYS -> listings.stream().filter(Listing::isUp).toList();
        };
    }

    private static List<ServiceInstance> adapt(List<Listing> listings) {
        List<ServiceInstance> instances = new ArrayList<>(listings.size());
        for (Listing listing : listings) {
            try {
                instances.add(new GossipServiceInstance(listing.instance()));
            } catch (IllegalArgumentException e) {
                // Another node's mistake must not cost callers the instances that are in order.
                log.debug("{} offers an instance nobody can call", listing.node(), e);
            }
        }
        return List.copyOf(instances);
    }

    private record Made(List<Listing> from, List<ServiceInstance> instances) {}
}
