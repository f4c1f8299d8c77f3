package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.OneThread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the application that the catalog changed: gateways, admin servers and others look again
 * then.
 *
 * <p>Nothing is published as long as nothing changed, and never more often than the gap allows: the
 * first change at once, whatever follows within the gap together. Listeners do real work, so they
 * run on a thread of their own; a slow one delays only the next event. The event's value is the
 * catalog's version, counted on from life to life of the node, so that it differs whenever the
 * catalog does.
 */
public final class CatalogHeartbeat implements SmartLifecycle {
    /** Least time between two events. */
    static final Duration GAP = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(CatalogHeartbeat.class);

    private final GossipNode node;
    private final ApplicationEventPublisher events;
    private @Nullable Beat beat;
    private long lastValue;

    public CatalogHeartbeat(GossipNode node, ApplicationEventPublisher events) {
        this.node = node;
        this.events = events;
    }

    @Override
    public synchronized void start() {
        if (beat == null) {
            beat = new Beat(lastValue);
            beat.watch();
        }
    }

    @Override
    public synchronized void stop() {
        if (beat != null) {
            lastValue = beat.end();
            beat = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return beat != null;
    }

    @Override
    public int getPhase() {
        return GossipNode.PHASE + 2;
    }

    /** The events of one life. What is not final or volatile belongs to its thread. */
    private final class Beat {
        private final ScheduledExecutorService thread = OneThread.named("gossip-heartbeat");
        private final long base;
        private volatile long value;
        private @Nullable Subscription subscription;
        private @Nullable Catalog latest;
        private boolean due;
        private long lastNanos = System.nanoTime() - GAP.toNanos();

        Beat(long base) {
            this.base = base;
            this.value = base;
        }

        void watch() {
            subscription = node.discovery().watch(this::changed, thread);
        }

        /** Ends the events; returns the last value. */
        long end() {
            if (subscription != null) {
                subscription.close();
            }
            thread.shutdownNow();
            return value;
        }

        private void changed(Catalog catalog) {
            latest = catalog;
            if (!due) {
                due = true;
                long wait = GAP.toNanos() - (System.nanoTime() - lastNanos);
                thread.schedule(this::publish, Math.max(wait, 0), TimeUnit.NANOSECONDS);
            }
        }

        private void publish() {
            due = false;
            lastNanos = System.nanoTime();
            Catalog catalog = latest;
            if (catalog == null || base + catalog.version() <= value) {
                return;
            }
            value = base + catalog.version();
            try {
                events.publishEvent(new HeartbeatEvent(CatalogHeartbeat.this, value));
            } catch (RuntimeException e) {
                log.warn("A listener failed on a change of the catalog", e);
            }
        }
    }
}
