package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.spring.GossipNode;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes the load balancer forget the instances of a service as soon as they changed. Its cache
 * would keep them for 35 seconds, and callers would go to the dead for as long.
 *
 * <p>Once more a moment later, because a call that read the old list just before the change may put
 * it back just after. Only services that somebody calls have anything to forget.
 */
public final class LoadBalancerCacheEviction implements SmartLifecycle {
    /** How long a call may hold an old list before it puts it back. */
    static final Duration SECOND_LOOK = Duration.ofMillis(500);

    private final GossipNode node;
    private final LoadBalancerClientFactory clients;
    private final Supplier<@Nullable CacheManager> caches;
    private @Nullable Watch watch;

    /**
     * An eviction that is yet to start.
     *
     * @param clients knows the services that are called, under the names that callers use
     * @param caches the load balancer's caches, or null where it keeps none
     */
    public LoadBalancerCacheEviction(
            GossipNode node,
            LoadBalancerClientFactory clients,
            Supplier<@Nullable CacheManager> caches) {
        this.node = node;
        this.clients = clients;
        this.caches = caches;
    }

    @Override
    public synchronized void start() {
        if (watch == null) {
            watch = new Watch();
            watch.begin();
        }
    }

    @Override
    public synchronized void stop() {
        if (watch != null) {
            watch.end();
            watch = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watch != null;
    }

    @Override
    public int getPhase() {
        return GossipNode.PHASE + 2;
    }

    private void evict(List<String> services) {
        CacheManager manager = caches.get();
        Cache cache =
                manager == null
                        ? null
                        : manager.getCache(
                                CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
        if (cache != null) {
            services.forEach(cache::evict);
        }
    }

    /** What is evicted in one life of the node. What is not final belongs to its thread. */
    private final class Watch {
        private final ScheduledExecutorService thread = OneThread.named("gossip-load-balancer");
        private @Nullable Subscription subscription;
        private Catalog seen = Catalog.EMPTY;

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
            List<String> touched =
                    clients.getContextNames().stream()
                            .filter(name -> before.routable(name) != now.routable(name))
                            .toList();
            if (!touched.isEmpty()) {
                evict(touched);
                thread.schedule(
                        () -> evict(touched), SECOND_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
