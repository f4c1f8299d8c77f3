package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps a {@code @SpringBootTest} from joining whatever runs on the machine: a cluster of its own,
 * any port, nobody to ask. Each of these only where the application and the test do not say
 * otherwise.
 */
public final class TestIsolation implements EnvironmentPostProcessor, Ordered {
    /** What Boot's test support sets in the environment of every {@code @SpringBootTest}. */
    static final String SPRING_BOOT_TEST =
            "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

    private static final String CLUSTER = PREFIX + ".cluster";
    private static final String SEEDS = PREFIX + ".seeds";
    private static final String SOURCE = "gossipDiscoveryTestIsolation";
    private static final String SOURCE_OF_PATIENCE = "gossipDiscoveryTestPatience";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getProperty(SPRING_BOOT_TEST, Boolean.class, false)) {
            isolate(environment);
        }
    }

    /** Adds what is not set, below all that is. Doing it again changes nothing. */
    public static void isolate(ConfigurableEnvironment environment) {
        Map<String, Object> isolated = new LinkedHashMap<>();
        isolated.put(CLUSTER, "test-" + UUID.randomUUID());
        isolated.put(SEEDS, "");
        if (!isOwnPortAsked(environment)) {
            isolated.put(PREFIX + ".bind.port", 0);
        }
        isolated.keySet().removeIf(name -> isSet(environment, name));
        if (isolated.isEmpty()) {
            return;
        }
        environment.getPropertySources().addLast(new MapPropertySource(SOURCE, isolated));
        if (isolated.containsKey(CLUSTER) && isolated.containsKey(SEEDS)) {
            // Nobody can come, so that nobody is waited for, whatever the application says.
            environment
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource(
                                    SOURCE_OF_PATIENCE,
                                    Map.of(
                                            PREFIX + ".join.required",
                                            false,
                                            PREFIX + ".join.await",
                                            "0s")));
        }
    }

    /** Whether seeds {@code dns:name} stand for nodes at the port of this one, which 0 is none. */
    private static boolean isOwnPortAsked(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bind(SEEDS, Bindable.listOf(String.class))
                .map(seeds -> seeds.stream().anyMatch(seed -> seed.strip().startsWith("dns:")))
                .orElse(false);
    }

    /** After the application's configuration files are known. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /** In any notation, also as the list that begins with {@code name[0]}. */
    private static boolean isSet(ConfigurableEnvironment environment, String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getConfigurationProperty(name) != null
                    || source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
                return true;
            }
        }
        return false;
    }
}
