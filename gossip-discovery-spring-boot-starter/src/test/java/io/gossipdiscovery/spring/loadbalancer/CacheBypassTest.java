package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.cache.CaffeineBasedLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.DefaultLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheProperties;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;

import java.util.List;
import java.util.stream.Stream;

/** What gets into the load balancer's cache where ours should not. */
class CacheBypassTest {
    private static final List<ServiceInstance> OURS =
            List.of(new GossipServiceInstance(Instance.of("cart", "cart-1", "127.0.0.1", 8001)));

    private static final List<ServiceInstance> FOREIGN =
            List.of(new DefaultServiceInstance("stock-1", "stock", "127.0.0.1", 8002, false));

    static Stream<LoadBalancerCacheManager> caches() {
        LoadBalancerCacheProperties properties = new LoadBalancerCacheProperties();
        return Stream.of(
                new DefaultLoadBalancerCacheManager(properties),
                new CaffeineBasedLoadBalancerCacheManager(properties));
    }

    @ParameterizedTest
    @MethodSource("caches")
    void whatIsOursIsNotKept(LoadBalancerCacheManager caches) {
        Cache cache = bypassing(caches);

        cache.put("cart", OURS);
        assertThat((Object) cache.get("cart", List.class)).isNull();
        assertThat(cache.get("cart", () -> OURS)).isEqualTo(OURS);
        assertThat(cache.get("cart")).isNull();
    }

    @ParameterizedTest
    @MethodSource("caches")
    void whatIsOthersIsKept(LoadBalancerCacheManager caches) {
        Cache cache = bypassing(caches);

        cache.put("stock", FOREIGN);
        assertThat((Object) cache.get("stock", List.class)).isEqualTo(FOREIGN);
        assertThat(cache.get("stock", () -> OURS)).isEqualTo(FOREIGN);
        cache.evict("stock");
        assertThat(cache.get("stock")).isNull();
        assertThat(cache.get("stock", () -> FOREIGN)).isEqualTo(FOREIGN);
        assertThat((Object) cache.get("stock", List.class)).isEqualTo(FOREIGN);
        cache.clear();
        assertThat(cache.get("stock")).isNull();
    }

    @ParameterizedTest
    @MethodSource("caches")
    void whatIsOursTakesTheOthersPlace(LoadBalancerCacheManager caches) {
        Cache cache = bypassing(caches);
        cache.put("cart", FOREIGN);

        cache.put("cart", OURS);

        assertThat(cache.get("cart")).isNull();
    }

    @ParameterizedTest
    @MethodSource("caches")
    void nothingElseIsTouched(LoadBalancerCacheManager caches) {
        CacheBypass bypass = new CacheBypass();
        LoadBalancerCacheManager wrapped =
                (LoadBalancerCacheManager) bypass.postProcessAfterInitialization(caches, "caches");

        assertThat(bypass.postProcessAfterInitialization("bean", "bean")).isEqualTo("bean");
        assertThat(wrapped.getCacheNames()).isEqualTo(caches.getCacheNames());
        assertThat(wrapped.getCache("nobody's")).isNull();
    }

    private static Cache bypassing(LoadBalancerCacheManager caches) {
        LoadBalancerCacheManager wrapped =
                (LoadBalancerCacheManager)
                        new CacheBypass().postProcessAfterInitialization(caches, "caches");
        Cache cache =
                wrapped.getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
        assertThat(cache).isNotNull();
        return cache;
    }
}
