package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.support.NoOpCache;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Keeps instances that were found by gossip out of the load balancer's cache: they are in memory
 * anyway. What other discovery clients found is cached as the application wants it.
 */
public final class CacheBypass implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof LoadBalancerCacheManager manager ? new Caches(manager) : bean;
    }

    private static boolean isOurs(@Nullable Object value) {
        return value instanceof List<?> list
                && list.stream().anyMatch(GossipServiceInstance.class::isInstance);
    }

    private record Caches(LoadBalancerCacheManager all) implements LoadBalancerCacheManager {
        @Override
        public @Nullable Cache getCache(String name) {
            Cache cache = all.getCache(name);
            return cache == null ? null : new OthersOnly(cache);
        }

        @Override
        public Collection<String> getCacheNames() {
            return all.getCacheNames();
        }
    }

    /** A cache that does not take what is ours. */
    private record OthersOnly(Cache cache) implements Cache {
        @Override
        public String getName() {
            return cache.getName();
        }

        @Override
        public Object getNativeCache() {
            return cache.getNativeCache();
        }

        @Override
        public @Nullable ValueWrapper get(Object key) {
            return cache.get(key);
        }

        @Override
        public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
            return cache.get(key, type);
        }

        @Override
        public <T> @Nullable T get(Object key, Callable<T> loader) {
            ValueWrapper known = cache.get(key);
            if (known != null) {
                @SuppressWarnings("unchecked")
                T value = (T) known.get();
                return value;
            }
            T loaded = new NoOpCache(getName()).get(key, loader);
            put(key, loaded);
            return loaded;
        }

        @Override
        public void put(Object key, @Nullable Object value) {
            if (isOurs(value)) {
                cache.evict(key);
            } else {
                cache.put(key, value);
            }
        }

        @Override
        public void evict(Object key) {
            cache.evict(key);
        }

        @Override
        public void clear() {
            cache.clear();
        }
    }
}
