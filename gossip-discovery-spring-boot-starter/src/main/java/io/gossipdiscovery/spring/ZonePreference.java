package io.gossipdiscovery.spring;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

import java.util.Map;

/**
 * One zone for both: the one that this application announces is the one that its load balancer
 * prefers, whichever of the two properties is set. Where both are, each keeps its own.
 */
public final class ZonePreference implements EnvironmentPostProcessor, Ordered {
    static final String OURS = GossipDiscoveryProperties.PREFIX + ".zone";
    static final String LOAD_BALANCER = "spring.cloud.loadbalancer.zone";

    private static final String SOURCE = "gossipDiscoveryZone";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (!DiscoverySwitch.isOn(environment)) {
            return;
        }
        boolean ours = isSet(environment, OURS);
        boolean theirs = isSet(environment, LOAD_BALANCER);
        if (ours != theirs) {
            String missing = ours ? LOAD_BALANCER : OURS;
            String given = ours ? OURS : LOAD_BALANCER;
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(SOURCE, Map.of(missing, "${" + given + "}")));
        }
    }

    /** After the application's configuration files are known. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    private static boolean isSet(ConfigurableEnvironment environment, String name) {
        return StringUtils.hasText(environment.getProperty(name));
    }
}
