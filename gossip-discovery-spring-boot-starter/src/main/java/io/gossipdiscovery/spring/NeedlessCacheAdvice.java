package io.gossipdiscovery.spring;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.util.Map;

/**
 * Silences Spring Cloud LoadBalancer's advice, at every start, to put Caffeine behind its cache. A
 * better cache is of no use where ours keeps the lists fresh, or keeps them out of it.
 *
 * <p>Only that one logger, and only where the cache is not left alone. Whoever sets a level for
 * LoadBalancer's loggers has the last word.
 */
public final class NeedlessCacheAdvice implements EnvironmentPostProcessor, Ordered {
    private static final String LOAD_BALANCER = "org.springframework.cloud.loadbalancer";

    /** Says nothing else. */
    static final String LOGGER =
            LOAD_BALANCER
                    + ".config.LoadBalancerCacheAutoConfiguration$LoadBalancerCaffeineWarnLogger";

    private static final String LEVELS = "logging.level";
    private static final String SOURCE = "gossipDiscoveryCacheAdvice";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        String prefix = GossipDiscoveryProperties.PREFIX;
        boolean enabled = DiscoverySwitch.isOn(environment);
        String cache = environment.getProperty(prefix + ".load-balancer.cache", "evict");
        if (enabled && !"leave".equalsIgnoreCase(cache.trim()) && !isLevelSet(environment)) {
            // In brackets, as a '$' is no part of a property's name.
            environment
                    .getPropertySources()
                    .addLast(
                            new MapPropertySource(
                                    SOURCE,
                                    Map.of(LEVELS + "[" + LOGGER + "]", LogLevel.ERROR.name())));
        }
    }

    /** After the application's configuration files are known. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    private static boolean isLevelSet(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bind(LEVELS, Bindable.mapOf(String.class, String.class))
                .map(levels -> levels.keySet().stream().anyMatch(n -> n.startsWith(LOAD_BALANCER)))
                .orElse(false);
    }
}
