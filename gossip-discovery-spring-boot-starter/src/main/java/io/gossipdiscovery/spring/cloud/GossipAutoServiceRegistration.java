package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;

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

/**
 * Announces this application while its web server runs, in step with its readiness.
 *
 * <p>Last to start: both web servers are up and their ports known. First to stop: callers are told
 * to go elsewhere, and {@link Drain} waits until they heard it, before the web server closes its
 * door. That order is why this is not an {@code AbstractAutoServiceRegistration}: that one takes
 * the registration back when beans are destroyed, after the web server stopped, and so sends
 * callers to a closed door.
 */
public final class GossipAutoServiceRegistration
        implements AutoServiceRegistration,
                SmartLifecycle,
                ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private static final Logger log = LoggerFactory.getLogger(GossipAutoServiceRegistration.class);

    private final ApplicationContext context;
    private final GossipDiscoveryProperties properties;
    private final GossipServiceRegistry registry;
    private final GossipRegistration registration;
    private final ApplicationInstance application;
    private final WebPorts ports;

    private boolean accepting;
    private boolean running;

    public GossipAutoServiceRegistration(
            ApplicationContext context,
            GossipDiscoveryProperties properties,
            GossipServiceRegistry registry,
            GossipRegistration registration,
            ApplicationInstance application,
            WebPorts ports) {
        this.context = context;
        this.properties = properties;
        this.registry = registry;
        this.registration = registration;
        this.application = application;
        this.ports = ports;
    }

    /** Announces the application where it has a web server, and says that discovery is ready. */
    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        int port = ports.server();
        if (port > 0) {
            registration.describe(application.at(port, ServiceStatus.STARTING));
            context.publishEvent(new InstancePreRegisteredEvent(this, registration));
        }
        announce(port > 0);
        context.publishEvent(new InstanceRegisteredEvent<>(this, properties));
    }

    /** Announces the instance as draining. That others hear it is {@link Drain}'s concern. */
    @Override
    public synchronized void stop() {
        if (running) {
            running = false;
            registration.describe(ServiceStatus.DRAINING);
            if (registry.update(registration)) {
                log.info("Announced {} as draining", name());
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
        accepting = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
        if (running) {
            registration.describe(accepting ? ServiceStatus.UP : ServiceStatus.OUT_OF_SERVICE);
            registry.update(registration);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized void announce(boolean hasPort) {
        if (hasPort) {
            if (accepting) {
                registration.describe(ServiceStatus.UP);
            }
            registry.register(registration);
            log.info("Announced {} at {}", name(), registration.getUri());
        } else {
            log.info("Nothing is announced: this application has no web server");
        }
        running = true;
    }

    private String name() {
        return registration.getServiceId() + "/" + registration.getInstanceId();
    }
}
