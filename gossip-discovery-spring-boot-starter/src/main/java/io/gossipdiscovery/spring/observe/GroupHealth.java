package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.OneThread;
import io.gossipdiscovery.spring.RegistrationProperties;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.cloud.client.discovery.health.DiscoveryCompositeHealthContributor;
import org.springframework.context.SmartLifecycle;

import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets a health group have a say in the announced status: where the group's endpoint would answer
 * with an error, the instance is not announced as up.
 *
 * <p>Looks at the group at intervals, on a thread of its own, as health checks may take time. A
 * change counts once it has lasted. The health of discovery itself is left out, whatever the group
 * includes: an instance that is down because discovery is down, which is down because the instance
 * is, would never come back.
 */
public final class GroupHealth implements SmartLifecycle {
    private static final String PROPERTY =
            GossipDiscoveryProperties.PREFIX + ".registration.health.group";

    /** The names that Spring Cloud and we give to the health of discovery. */
    private static final Set<String> DISCOVERY =
            Set.of("discoveryComposite", "discoveryClient", "reactiveDiscoveryClients", "gossip");

    private static final int LEAST_ERROR = 400;

    private static final Logger log = LoggerFactory.getLogger(GroupHealth.class);

    private final GossipAutoServiceRegistration registration;
    private final HealthContributors contributors;
    private final HealthEndpointGroups groups;
    private final String name;
    private final RegistrationProperties.Health settings;
    private volatile @Nullable ScheduledExecutorService thread;

    /**
     * Nothing is looked at before the start.
     *
     * @param name the group's name
     */
    public GroupHealth(
            GossipAutoServiceRegistration registration,
            HealthContributors contributors,
            HealthEndpointGroups groups,
            String name,
            RegistrationProperties.Health settings) {
        this.registration = registration;
        this.contributors = contributors;
        this.groups = groups;
        this.name = name;
        this.settings = settings;
    }

    /**
     * Begins to look.
     *
     * @throws InvalidGossipPropertyException where there is no such group
     */
    @Override
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        HealthEndpointGroup group = groups.get(name);
        if (group == null) {
            throw new InvalidGossipPropertyException(
                    PROPERTY,
                    "is '" + name + "', but there is no such health group",
                    "Define it with management.endpoint.health.group."
                            + name
                            + ".include, or name one of "
                            + groups.getNames()
                            + ".");
        }
        Debounce<ServiceStatus> debounce = new Debounce<>(settings.debounce().toNanos());
        ScheduledExecutorService own = OneThread.named("gossip-health");
        thread = own;
        own.scheduleWithFixedDelay(
                () -> look(own, group, debounce),
                0,
                Math.max(1, settings.interval().toMillis()),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService own = thread;
        if (own != null) {
            thread = null;
            own.shutdown();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void look(
            ScheduledExecutorService own,
            HealthEndpointGroup group,
            Debounce<ServiceStatus> debounce) {
        debounce.see(status(group), System.nanoTime())
                .filter(status -> thread == own)
                .ifPresent(
                        status -> {
                            log.atInfo()
                                    .addKeyValue("group", name)
                                    .addKeyValue("status", status)
                                    .log("Health group '{}' says {}", name, status);
                            registration.healthChanged(status);
                        });
    }

    private ServiceStatus status(HealthEndpointGroup group) {
        try {
            HealthDescriptor health = endpoint().healthForPath(name);
            return health == null ? ServiceStatus.UP : status(group, health.getStatus());
        } catch (RuntimeException e) {
            log.debug("Health group '{}' could not be asked", name, e);
            return ServiceStatus.DOWN;
        }
    }

    /** Ill is ill, whatever the group answers over HTTP; of other words its mapping decides. */
    private static ServiceStatus status(HealthEndpointGroup group, Status health) {
        if (Status.OUT_OF_SERVICE.equals(health)) {
            return ServiceStatus.OUT_OF_SERVICE;
        }
        boolean isIll =
                Status.DOWN.equals(health)
                        || group.getHttpCodeStatusMapper().getStatusCode(health) >= LEAST_ERROR;
        return isIll ? ServiceStatus.DOWN : ServiceStatus.UP;
    }

    /** Boot's way to ask a group, without the contributors that are ours or of our kind. */
    private HealthEndpoint endpoint() {
        DefaultHealthContributorRegistry others = new DefaultHealthContributorRegistry();
        for (HealthContributors.Entry entry : contributors) {
            if (!isDiscovery(entry.name(), entry.contributor())) {
                others.registerContributor(entry.name(), entry.contributor());
            }
        }
        return new HealthEndpoint(others, null, groups, null);
    }

    private static boolean isDiscovery(String name, HealthContributor contributor) {
        return DISCOVERY.contains(name)
                || contributor instanceof DiscoveryCompositeHealthContributor;
    }
}
