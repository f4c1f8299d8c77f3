package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.StringUtils;

import java.util.List;

/**
 * Announces this application while it runs: visible as starting at once, up when it is ready.
 *
 * <p>Last to start: both web servers are up and their ports known. First to stop: callers are told
 * to go elsewhere, and {@link Drain} waits until they heard it, before the web server closes its
 * door. That order is why this is not an {@code AbstractAutoServiceRegistration}: that one takes
 * the registration back when beans are destroyed, after the web server stopped, and so sends
 * callers to a closed door.
 *
 * <p>The status is that of the application's readiness and, where its health is asked for, that of
 * its health; of the two the worse. An operator's word wins over both, see {@link
 * GossipServiceRegistry}. Thread-safe.
 */
public final class GossipAutoServiceRegistration
        implements AutoServiceRegistration,
                SmartLifecycle,
                ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private static final Logger log = LoggerFactory.getLogger(GossipAutoServiceRegistration.class);

    private final ApplicationContext context;
    private final GossipDiscoveryProperties properties;
    private final OwnInstances own;

    private ServiceStatus readiness = ServiceStatus.STARTING;
    private ServiceStatus health;
    private boolean running;

    /**
     * Nothing is announced before the start.
     *
     * @param knowsHealth whether somebody will tell of the application's health
     * @throws InvalidGossipPropertyException where the health of a group is to be waited for, of
     *     which nobody will tell
     */
    public GossipAutoServiceRegistration(
            ApplicationContext context,
            GossipDiscoveryProperties properties,
            GossipServiceRegistry registry,
            GossipRegistration registration,
            ApplicationInstance application,
            ServerPort port,
            boolean knowsHealth) {
        this.context = context;
        this.properties = properties;
        this.own = new OwnInstances(registry, registration, application, port);
        String group = properties.registration().health().group();
        boolean waitsForHealth = StringUtils.hasText(group);
        if (waitsForHealth && !knowsHealth) {
            throw new InvalidGossipPropertyException(
                    GossipDiscoveryProperties.PREFIX + ".registration.health.group",
                    "is '"
                            + group
                            + "', but there is no health endpoint that would know the group, so"
                            + " that this instance would never be announced as up",
                    "Expose the endpoint: add health to management.endpoints.web.exposure.include,"
                            + " and set management.endpoint.health.access to other than 'none'. It"
                            + " takes spring-boot-starter-actuator. Or remove the property.");
        }
        this.health = waitsForHealth ? ServiceStatus.STARTING : ServiceStatus.UP;
    }

    /** Announces the application where it can be called, and says that discovery is ready. */
    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        for (GossipRegistration registration : describe()) {
            context.publishEvent(new InstancePreRegisteredEvent(this, registration));
        }
        announce();
        context.publishEvent(new InstanceRegisteredEvent<>(this, properties));
    }

    /** Announces the instances as draining. That others hear it is {@link Drain}'s concern. */
    @Override
    public synchronized void stop() {
        if (running) {
            running = false;
            for (GossipRegistration registration : own.say(ServiceStatus.DRAINING)) {
                log.atInfo()
                        .addKeyValue("instance", name(registration))
                        .addKeyValue("uri", registration.getUri())
                        .addKeyValue("status", ServiceStatus.DRAINING)
                        .log("Announced {} as draining", name(registration));
            }
        }
    }

    /**
     * Follows the readiness of this application: ready is up, no longer ready is out of service.
     */
    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getSource() instanceof ApplicationContext source && source != context) {
            return;
        }
        readiness =
                event.getState() == ReadinessState.ACCEPTING_TRAFFIC
                        ? ServiceStatus.UP
                        : ServiceStatus.OUT_OF_SERVICE;
        statusChanged();
    }

    /** Follows the application's health, once it is known. */
    public synchronized void healthChanged(ServiceStatus health) {
        this.health = health;
        statusChanged();
    }

    /**
     * Announces what the environment says of metadata and further services now, without taking back
     * what did not change. What cannot be announced is logged and changes nothing.
     */
    public synchronized void refresh() {
        if (running) {
            try {
                own.refresh(status());
            } catch (InvalidGossipPropertyException | IllegalArgumentException e) {
                log.warn("The announcement stays as it was: {}", e.getMessage());
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized List<GossipRegistration> describe() {
        return own.describe(ServiceStatus.STARTING);
    }

    private synchronized void announce() {
        List<GossipRegistration> announced = own.announce(status());
        announced.forEach(
                registration ->
                        log.atInfo()
                                .addKeyValue("instance", name(registration))
                                .addKeyValue("uri", registration.getUri())
                                .addKeyValue("status", registration.instance().status())
                                .log(
                                        "Announced {} at {}",
                                        name(registration),
                                        registration.getUri()));
        if (announced.isEmpty()) {
            log.info("Nothing is announced: this application has no web server");
        }
        running = true;
    }

    private void statusChanged() {
        if (running) {
            own.say(status());
        }
    }

    private ServiceStatus status() {
        return readiness == ServiceStatus.UP ? health : readiness;
    }

    private static String name(GossipRegistration registration) {
        return registration.getServiceId() + "/" + registration.getInstanceId();
    }
}
