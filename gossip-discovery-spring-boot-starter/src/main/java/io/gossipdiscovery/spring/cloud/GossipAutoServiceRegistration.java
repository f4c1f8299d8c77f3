package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.Optional;
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

    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

    /**
     * What callers need after their node has heard it: to forget the instances that they keep, and
     * to connect where they chose us a moment before.
     */
    private static final long LAST_CALLS_MILLIS = 100;

    private static final Logger log = LoggerFactory.getLogger(GossipAutoServiceRegistration.class);

    private final ApplicationContext context;
    private final GossipDiscoveryProperties properties;
    private final GossipNode node;
    private final GossipServiceRegistry registry;
    private final GossipRegistration registration;
    private final ApplicationInstance application;
    private final WebPorts ports;

    private boolean accepting;
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
            warnOfShortShutdown();
            registration.describe(application.at(port, ServiceStatus.STARTING));
            context.publishEvent(new InstancePreRegisteredEvent(this, registration));
        }
        announce(port > 0);
        context.publishEvent(new InstanceRegisteredEvent<>(this, properties));
    }

    /** Announces the instance as draining, without waiting for anyone to hear it. */
    @Override
    public void stop() {
        drain();
    }

    /**
     * Announces all instances of this node as draining, and goes on once every other node is known
     * to have seen it, or after {@code shutdown.drain} at the latest.
     */
    @Override
    public void stop(Runnable callback) {
        boolean announced = drain();
        Duration most = properties.shutdown().drain();
        Optional<GossipDiscovery> life = node.life();
        if (!announced || most.isZero() || life.isEmpty()) {
            callback.run();
            return;
        }
        long began = System.nanoTime();
        life.get().drain(most).whenComplete((seen, e) -> drained(began, seen, callback));
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

    /** Announces the instance as draining; false where it was not announced before. */
    private synchronized boolean drain() {
        if (!running) {
            return false;
        }
        running = false;
        registration.describe(ServiceStatus.DRAINING);
        boolean announced = registry.update(registration);
        if (announced) {
            log.info("Announced {} as draining", name());
        }
        return announced;
    }

    private String name() {
        return registration.getServiceId() + "/" + registration.getInstanceId();
    }

    /** Spring waits for a phase of the shutdown only so long, and then goes on without a word. */
    private void warnOfShortShutdown() {
        Duration drain = properties.shutdown().drain();
        Duration limit =
                Binder.get(context.getEnvironment())
                        .bind(PHASE_TIMEOUT, Duration.class)
                        .orElse(DEFAULT_PHASE_TIMEOUT);
        if (drain.compareTo(limit) > 0) {
            log.warn(
                    "{}.shutdown.drain is {} ms, but {} ends it after {} ms: raise that, or drain"
                            + " for a shorter time",
                    GossipDiscoveryProperties.PREFIX,
                    drain.toMillis(),
                    PHASE_TIMEOUT,
                    limit.toMillis());
        }
    }

    private void drained(long beganNanos, @Nullable Visibility seen, Runnable callback) {
        if (seen == null || seen.members() == 0) {
            callback.run();
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
        log.info("Seen by {} other nodes after {} ms", seen, millis);
        CompletableFuture.delayedExecutor(LAST_CALLS_MILLIS, TimeUnit.MILLISECONDS)
                .execute(callback);
    }
}
