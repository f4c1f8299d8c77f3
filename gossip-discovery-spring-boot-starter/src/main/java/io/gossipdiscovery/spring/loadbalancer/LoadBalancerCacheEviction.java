package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.catalog.Subscription;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes the load balancer forget the instances of a service as soon as they changed. Its cache
 * would keep them for 35 seconds, and callers would go to the dead for as long.
 *
 * <p>Only services that somebody calls have anything to forget. Those of other registries are left
 * alone. Thread-safe.
 */
public final class LoadBalancerCacheEviction implements AutoCloseable {
    private final LoadBalancerClientFactory clients;
    private final Supplier<@Nullable CacheManager> caches;
    private final Subscription subscription;

    /**
     * Begins to evict.
     *
     * @param clients knows the services that are called, under the names that callers use
     * @param caches the load balancer's caches, or null where it keeps none
     */
    public LoadBalancerCacheEviction(
            TouchedServices touched,
            LoadBalancerClientFactory clients,
            Supplier<@Nullable CacheManager> caches) {
        this.clients = clients;
        this.caches = caches;
        this.subscription = touched.listen(this::evict);
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void evict(Predicate<String> isTouched) {
        List<String> touched = clients.getContextNames().stream().filter(isTouched).toList();
        if (touched.isEmpty()) {
            return;
        }
        CacheManager manager = caches.get();
        Cache cache =
                manager == null
                        ? null
                        : manager.getCache(
                                CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
        if (cache != null) {
            touched.forEach(cache::evict);
        }
    }
}
