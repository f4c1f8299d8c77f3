package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.Avoidance;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The instances that this application avoids for a moment, as it could not reach them. An opinion
 * of this application alone: no other hears of it, and the catalog lists them as before.
 *
 * <p>It ends after its time, or as soon as the instance's node speaks of itself: a new life, a
 * raised incarnation or a new offer. A connection that broke is forgiven already when the node
 * answers a probe; one that was refused is not, because then the process may live and its port be
 * closed all the same. An instance that breaks another connection after it was forgiven stays
 * avoided for the rest of its time. At most {@link #LIMIT} instances are avoided, the latest.
 *
 * <p>Thread-safe; reading takes no lock, and where nothing is avoided it costs a look.
 */
public final class CallQuarantine implements Observer, Avoidance {
    /** The most instances that are avoided at a time. */
    public static final int LIMIT = 256;

    private final long nanos;
    private final LongSupplier clock;
    private final AtomicLong begun = new AtomicLong();
    private volatile Map<Key, Entry> entries = Map.of();
    private volatile Consumer<String> released = service -> {};

    /** A quarantine of at most that duration, by the system's clock. */
    public CallQuarantine(Duration duration) {
        this(duration, System::nanoTime);
    }

    CallQuarantine(Duration duration, LongSupplier clock) {
        this.nanos = duration.toNanos();
        this.clock = clock;
    }

    /** How long an instance is avoided at most. */
    public Duration duration() {
        return Duration.ofNanos(nanos);
    }

    /**
     * Hears of services of which an instance is forgiven before its time. Called on the gossip
     * thread: hand it on and return.
     */
    public void onRelease(Consumer<String> listener) {
        released = listener;
    }

    /**
     * Avoids an instance from now on.
     *
     * @param node who offers it
     * @return whether that is news: it was called although it should have been avoided, otherwise
     */
    public synchronized boolean begin(
            GossipServiceInstance instance, NodeId node, ConnectionFault fault) {
        long now = clock.getAsLong();
        Map<Key, Entry> next = new LinkedHashMap<>(entries);
        next.values().removeIf(entry -> entry.isOver(now));
        Key key = Key.of(instance);
        Entry former = next.get(key);
        Entry known = former != null && former.node.equals(node) ? former : null;
        boolean isForgivable = fault == ConnectionFault.BROKEN;
        if (known != null) {
            isForgivable &= known.isForgivable;
        } else {
            next.remove(key);
            dropOldest(next);
        }
        long until = known != null ? known.untilNanos : now + nanos;
        next.put(key, new Entry(node, until, isForgivable, false));
        entries = next;
        boolean isNews = known == null || known.isForgiven;
        if (isNews) {
            begun.incrementAndGet();
        }
        return isNews;
    }

    /**
     * The instances without those to avoid; all of them where no other would be left. The same
     * object where there is nothing to leave out.
     */
    public List<ServiceInstance> without(List<ServiceInstance> instances) {
        if (entries.isEmpty()) {
            return instances;
        }
        List<ServiceInstance> rest =
                instances.stream().filter(instance -> !isAvoided(instance)).toList();
        return rest.isEmpty() || rest.size() == instances.size() ? instances : rest;
    }

    /** Whether that instance is avoided now. */
    public boolean isAvoided(ServiceInstance instance) {
        Map<Key, Entry> present = entries;
        if (present.isEmpty() || !(instance instanceof GossipServiceInstance ours)) {
            return false;
        }
        Entry entry = present.get(Key.of(ours));
        return entry != null && !entry.isForgiven && !entry.isOver(clock.getAsLong());
    }

    @Override
    public boolean isAvoided(Instance instance) {
        if (entries.isEmpty()) {
            return false;
        }
        try {
            return isAvoided(new GossipServiceInstance(instance));
        } catch (IllegalArgumentException e) {
            return false; // nobody can call it anyway
        }
    }

    /** How often an instance came to be avoided. */
    public long begun() {
        return begun.get();
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        if (before == null || after == null || entries.isEmpty()) {
            return;
        }
        boolean isNewLife = !before.id().equals(after.id());
        boolean isItsWord =
                after.incarnation() > before.incarnation() || !before.offer().equals(after.offer());
        if (after.status().isLive() && (isNewLife || isItsWord)) {
            Address address = after.id().address();
            release(entry -> entry.node.address().equals(address), false);
        }
    }

    @Override
    public void probeAnswered(NodeId target, long roundTripNanos) {
        if (!entries.isEmpty()) {
            release(
                    entry -> entry.isForgivable && !entry.isForgiven && entry.node.equals(target),
                    true);
        }
    }

    private void release(Predicate<Entry> which, boolean isOnProbation) {
        Set<String> services;
        synchronized (this) {
            services =
                    entries.entrySet().stream()
                            .filter(entry -> which.test(entry.getValue()))
                            .map(entry -> entry.getKey().service)
                            .collect(Collectors.toSet());
            if (services.isEmpty()) {
                return;
            }
            Map<Key, Entry> next = new LinkedHashMap<>(entries);
            if (isOnProbation) {
                next.replaceAll((key, entry) -> which.test(entry) ? entry.forgiven() : entry);
            } else {
                next.values().removeIf(which);
            }
            entries = next;
        }
        services.forEach(released);
    }

    private static void dropOldest(Map<Key, Entry> entries) {
        Iterator<Key> oldest = entries.keySet().iterator();
        while (entries.size() >= LIMIT) {
            oldest.next();
            oldest.remove();
        }
    }

    /** An instance, whatever it tells of itself besides. */
    private record Key(String service, String id, URI uri) {
        static Key of(GossipServiceInstance instance) {
            return new Key(instance.getServiceId(), instance.getInstanceId(), instance.getUri());
        }
    }

    private record Entry(NodeId node, long untilNanos, boolean isForgivable, boolean isForgiven) {
        boolean isOver(long now) {
            return now - untilNanos >= 0;
        }

        Entry forgiven() {
            return new Entry(node, untilNanos, false, true);
        }
    }
}
