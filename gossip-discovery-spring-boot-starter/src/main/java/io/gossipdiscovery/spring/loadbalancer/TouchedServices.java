package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.OneThread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Tells of which services callers should look again: those that changed in the catalog, and those
 * of which an instance is avoided or is not any more.
 *
 * <p>Everything is told twice, at once and a moment later, because a call that read the old list
 * just before the change may put it back into a cache just after. Thread-safe. Changes of the
 * catalog are told on a thread of its own, what is {@link #touch}ed on the caller's.
 */
public final class TouchedServices implements SmartLifecycle {
    /** How long a call may hold an old list before it puts it back. */
    static final Duration SECOND_LOOK = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(TouchedServices.class);

    private final GossipNode node;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Watch watch;

    /** Hears of changes. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Some services changed. Returns soon.
         *
         * @param isTouched says of a service's name, in any case, whether it is among them; may be
         *     asked as long as this call lasts
         */
        void changed(Predicate<String> isTouched);
    }

    /** Changes that are told from the start of this bean on. */
    public TouchedServices(GossipNode node) {
        this.node = node;
    }

    /** Tells a listener of changes from now on. */
    public Subscription listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A service's instances are to be looked at again: told before this returns. */
    public void touch(String service) {
        tell(service::equalsIgnoreCase);
    }

    /** Somebody met an old list of a service: told once more, before this returns. */
    public void touchAgain(String service) {
        tellAll(service::equalsIgnoreCase);
    }

    /**
     * The same as {@link #touch} on another thread, after a time. Forgotten where this is stopped
     * before.
     */
    public void touchAfter(String service, Duration delay) {
        schedule(() -> touch(service), delay);
    }

    @Override
    public synchronized void start() {
        if (watch == null) {
            Watch started = new Watch();
            watch = started;
            started.begin();
        }
    }

    @Override
    public synchronized void stop() {
        Watch present = watch;
        if (present != null) {
            watch = null;
            present.end();
        }
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }

    @Override
    public int getPhase() {
        return GossipNode.PHASE + 2;
    }

    private void tell(Predicate<String> isTouched) {
        tellAll(isTouched);
        schedule(() -> tellAll(isTouched), SECOND_LOOK);
    }

    private void tellAll(Predicate<String> isTouched) {
        for (Listener listener : listeners) {
            try {
                listener.changed(isTouched);
            } catch (RuntimeException e) {
                // Others want to know all the same, and the caller is about to retry its call.
                log.warn("A change of services was not taken note of", e);
            }
        }
    }

    private void schedule(Runnable work, Duration delay) {
        Watch present = watch;
        if (present != null) {
            present.thread.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What is told in one life of the node. What is not final belongs to its thread. */
    private final class Watch {
        private final ScheduledExecutorService thread = OneThread.named("gossip-load-balancer");
        private @Nullable Subscription subscription;
        private @Nullable Catalog seen;

        void begin() {
            subscription = node.discovery().watch(this::changed, thread);
        }

        void end() {
            if (subscription != null) {
                subscription.close();
            }
            thread.shutdownNow();
        }

        private void changed(Catalog now) {
            Catalog before = seen;
            seen = now;
            // A list is the same object as long as nothing about its service changed. With the
            // first catalog of a life whatever was known in the one before is to be forgotten.
            tell(service -> before == null || before.all(service) != now.all(service));
        }
    }
}
