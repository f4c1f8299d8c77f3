package io.gossipdiscovery.spring;

import org.springframework.core.env.Environment;

/**
 * Whether this discovery client is switched on, for who looks before there are conditions on beans:
 * both properties are on when unset.
 */
final class DiscoverySwitch {
    private DiscoverySwitch() {}

    static boolean isOn(Environment environment) {
        return isOn(environment, GossipDiscoveryProperties.PREFIX + ".enabled")
                && isOn(environment, "spring.cloud.discovery.enabled");
    }

    private static boolean isOn(Environment environment, String property) {
        return environment.getProperty(property, Boolean.class, true);
    }
}
