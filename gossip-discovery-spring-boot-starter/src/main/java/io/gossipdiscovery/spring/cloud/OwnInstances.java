package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The instances by which this application announces itself: its own, where it has a port to be
 * called at, and the further services of its process. All have the same status by the application's
 * own word. Not thread-safe.
 */
final class OwnInstances {
    private final GossipServiceRegistry registry;
    private final GossipRegistration main;
    private final ServerPort port;
    private final Map<Instance.Key, GossipRegistration> described = new LinkedHashMap<>();
    private ApplicationInstance application;

    OwnInstances(
            GossipServiceRegistry registry,
            GossipRegistration main,
            ApplicationInstance application,
            ServerPort port) {
        this.registry = registry;
        this.main = main;
        this.application = main.isGiven() ? application.announcedAs(main.instance()) : application;
        this.port = port;
        this.application.all(0, ServiceStatus.STARTING); // complains before anything is bound
    }

    /** Describes all anew, with the ports as they are now; returns them. Announces nothing. */
    List<GossipRegistration> describe(ServiceStatus status) {
        describe(application.all(port.server(), status));
        return List.copyOf(described.values());
    }

    /**
     * Announces what is described, as it is described by now, with that status; returns it.
     *
     * @throws InvalidGossipPropertyException where it is more than a node may say
     */
    List<GossipRegistration> announce(ServiceStatus status) {
        described.values().forEach(registration -> registration.describe(status));
        replace(Set.of(), described.values().stream().map(GossipRegistration::instance).toList());
        return List.copyOf(described.values());
    }

    /**
     * Says another status of what is announced; what was taken back stays so.
     *
     * @return those of which it was said
     */
    List<GossipRegistration> say(ServiceStatus status) {
        List<GossipRegistration> told = new ArrayList<>();
        for (GossipRegistration registration : described.values()) {
            registration.describe(status);
            if (registry.update(registration)) {
                told.add(registration);
            }
        }
        return told;
    }

    /**
     * Reads the settings again and announces what they change, without taking back what they do
     * not. Where they cannot be announced all stays as it is.
     *
     * @throws InvalidGossipPropertyException where they cannot be announced
     */
    void refresh(ServiceStatus status) {
        ApplicationInstance next = application.again();
        List<Instance> instances = next.all(port.server(), status);
        Set<Instance.Key> gone = new HashSet<>(described.keySet());
        instances.forEach(instance -> gone.remove(instance.key()));
        replace(gone, instances.stream().filter(this::isToBeAnnounced).toList());
        application = next;
        describe(instances);
    }

    /** What was taken back stays so. */
    private boolean isToBeAnnounced(Instance instance) {
        boolean isNew = !described.containsKey(instance.key());
        return isNew || registry.isRegistered(instance.key());
    }

    private void replace(Collection<Instance.Key> gone, Collection<Instance> announced) {
        try {
            registry.replace(gone, announced);
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".services",
                    "cannot be announced with all else that this application announces: "
                            + e.getMessage(),
                    "Announce fewer services or less metadata: at most "
                            + Limits.INSTANCES
                            + " instances and "
                            + Limits.OFFER_BYTES
                            + " bytes in all, with what is registered by hand.");
        }
    }

    private void describe(List<Instance> instances) {
        Map<Instance.Key, GossipRegistration> before = new LinkedHashMap<>(described);
        described.clear();
        for (Instance instance : instances) {
            GossipRegistration registration = before.get(instance.key());
            if (instance.key().equals(main.instance().key())) {
                registration = main;
            }
            if (registration == null) {
                registration = new GossipRegistration(instance);
            } else {
                registration.describe(instance);
            }
            described.put(instance.key(), registration);
        }
    }
}
