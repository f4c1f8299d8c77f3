package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The management server as a service of its own, by what the application's instance tells of it.
 */
public final class ManagementService {
    /** Metadata: the actuator's port. */
    public static final String PORT = "management.port";

    /** Metadata: the actuator's path. */
    public static final String CONTEXT_PATH = "management.context-path";

    /** Metadata: the actuator's scheme, where it is not that of the instance. */
    public static final String SCHEME = "management.scheme";

    /** Metadata: the actuator's host, where it is not that of the instance. */
    public static final String ADDRESS = "management.address";

    private static final String SUFFIX = "-management";

    private ManagementService() {}

    /** Which instance it is, whether there is one or not. */
    static Instance.Key key(Instance main) {
        return Instance.of(name(main), main.id(), main.host(), 0).key();
    }

    /**
     * The instance, or empty where the management server has no port of its own or none yet.
     *
     * @param main the application's own instance
     * @param place the metadata that tells where the application runs
     */
    static Optional<Instance> of(Instance main, Map<String, String> place, ServiceStatus status) {
        Map<String, String> told = main.metadata();
        int port = port(told.get(PORT));
        if (port < 1 || port > 65535 || port == main.port()) {
            return Optional.empty();
        }
        SortedMap<String, String> metadata = new TreeMap<>(place);
        String path = told.get(CONTEXT_PATH);
        if (path != null) {
            metadata.put(CONTEXT_PATH, path);
        }
        String scheme = told.get(SCHEME);
        String address = told.getOrDefault(ADDRESS, main.host());
        return Optional.of(
                new Instance(
                        name(main),
                        main.id(),
                        address.startsWith("[")
                                ? address.substring(1, address.length() - 1)
                                : address,
                        port,
                        scheme == null ? main.secure() : scheme.equals("https"),
                        status,
                        main.version(),
                        metadata));
    }

    private static String name(Instance main) {
        String name = main.service() + SUFFIX;
        if (Limits.utf8Length(name) > Limits.NAME_BYTES) {
            throw new InvalidGossipPropertyException(
                    PREFIX + ".registration.management.enabled",
                    "asks for the service '" + name + "', whose name is too long",
                    "Shorten "
                            + PREFIX
                            + ".service-name to "
                            + (Limits.NAME_BYTES - SUFFIX.length())
                            + " letters, or remove the property.");
        }
        return name;
    }

    /** What users or customizers write is not always a number. */
    private static int port(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
