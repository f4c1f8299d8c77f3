package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.OneThread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Holds up the end of the application until the others know of it.
 *
 * <p>In the first phase of the shutdown, before the web server closes its door, all instances of
 * this node, also those registered by hand, are announced as draining. The shutdown goes on once
 * every other node is known to have seen that, or after {@code shutdown.drain} at the latest.
 */
public final class Drain implements SmartLifecycle {
    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

    /**
     * What callers need after their node has heard it: to forget the instances that they keep, and
     * to connect where they chose us a moment before.
     */
    private static final long LAST_CALLS_MILLIS = 100;

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final GossipNode node;
    private final Duration atMost;
    private final Environment environment;
    private volatile boolean running;

    /**
     * Nothing is held up before this is started.
     *
     * @param atMost how long to hold up the shutdown; 0 for not at all
     */
    public Drain(GossipNode node, Duration atMost, Environment environment) {
        this.node = node;
        this.atMost = atMost;
        this.environment = environment;
    }

    @Override
    public void start() {
        if (!running) {
            running = true;
            warnOfShortShutdown();
        }
    }

    /** Announces without waiting for anyone to hear it. */
    @Override
    public void stop() {
        running = false;
        node.life().ifPresent(life -> life.drain(Duration.ZERO));
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        GossipDiscovery life = node.life().orElse(null);
        if (life == null || life.registered().isEmpty()) {
            callback.run();
            return;
        }
        long began = System.nanoTime();
        life.drain(atMost).whenComplete((seen, e) -> drained(began, seen, callback));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the application's own instance said that it drains, before the web server. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    private void drained(long beganNanos, @Nullable Visibility seen, Runnable callback) {
        if (seen == null || seen.members() == 0 || atMost.isZero()) {
            callback.run();
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
        log.atInfo()
                .addKeyValue("seen", seen.seen())
                .addKeyValue("members", seen.members())
                .addKeyValue("millis", millis)
                .log("Seen by {} other nodes after {} ms", seen, millis);
        ScheduledExecutorService clock = OneThread.named("gossip-drain");
        clock.schedule(callback, LAST_CALLS_MILLIS, TimeUnit.MILLISECONDS);
        clock.shutdown(); // after that
    }

    /** Spring waits for a phase of the shutdown only so long, and then goes on without a word. */
    private void warnOfShortShutdown() {
        Duration limit =
                Binder.get(environment)
                        .bind(PHASE_TIMEOUT, Duration.class)
                        .orElse(DEFAULT_PHASE_TIMEOUT);
        if (atMost.compareTo(limit) > 0) {
            log.warn(
                    "{}.shutdown.drain is {} ms, but {} ends it after {} ms: raise that, or drain"
                            + " for a shorter time",
                    GossipDiscoveryProperties.PREFIX,
                    atMost.toMillis(),
                    PHASE_TIMEOUT,
                    limit.toMillis());
        }
    }
}
