package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Announces this application while its web server runs, in step with its readiness.
 *
 * <p>Last to start: both web servers are up and their ports known. First to stop: callers are told
 * to go elsewhere, and have a moment to hear it, before the web server closes its door. That order
 * is why this is not an {@code AbstractAutoServiceRegistration}: that one takes the registration
 * back when beans are destroyed, after the web server stopped, and so sends callers to a closed
 * door.
 */
public final class GossipAutoServiceRegistration
        implements AutoServiceRegistration,
                SmartLifecycle,
                ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private final ApplicationContext context;
    private final GossipDiscoveryProperties properties;
    private final GossipNode node;
    private final GossipServiceRegistry registry;
    private final GossipRegistration registration;
    private final ApplicationInstance application;
    private final WebPorts ports;

    private boolean accepting;
    private boolean registered;
    private boolean running;

    public GossipAutoServiceRegistration(
            ApplicationContext context,
            GossipDiscoveryProperties properties,
            GossipNode node,
            GossipServiceRegistry registry,
            GossipRegistration registration,
            ApplicationInstance application,
            WebPorts ports) {
        this.context = context;
        this.properties = properties;
        this.node = node;
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

    /** Announces the instance as draining, without waiting for anyone to hear it. */
    @Override
    public synchronized void stop() {
        running = false;
        if (registered) {
            registered = false;
            registration.describe(ServiceStatus.DRAINING);
            registry.register(registration);
        }
    }

    /** Announces the instance as draining and goes on when callers had time to hear it. */
    @Override
    public void stop(Runnable callback) {
        boolean wasRegistered = isRegistered();
        stop();
        Duration drain = properties.shutdown().drain();
        if (wasRegistered && !drain.isZero() && hasCompany()) {
            CompletableFuture.delayedExecutor(drain.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(callback);
        } else {
            callback.run();
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
        if (registered) {
            registration.describe(accepting ? ServiceStatus.UP : ServiceStatus.OUT_OF_SERVICE);
            registry.register(registration);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized boolean isRegistered() {
        return registered;
    }

    private synchronized void announce(boolean hasPort) {
        if (hasPort) {
            if (accepting) {
                registration.describe(ServiceStatus.UP);
            }
            registry.register(registration);
        }
        registered = hasPort;
        running = true;
    }

    private boolean hasCompany() {
        return node.life()
                .map(life -> life.members().stream().filter(m -> m.status().isLive()).count() > 1)
                .orElse(false);
    }
}
