package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.ServiceProperties;

import org.springframework.util.StringUtils;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The further services of this process, as its settings list them. */
final class FurtherServices {
    private static final Set<String> WITH_TLS = Set.of("https", "grpcs", "wss");
    private static final Set<String> KNOWN_BY_TLS = Set.of("http", "https");

    private FurtherServices() {}

    /**
     * The instances of all further services.
     *
     * @param place the metadata that tells where the application runs
     * @param main the application's own instance, from which they take what is not set
     * @param taken the instances that there are beside them
     * @throws InvalidGossipPropertyException where one of them cannot be announced
     */
    static List<Instance> of(
            List<ServiceProperties> services,
            Map<String, String> place,
            Instance main,
            Set<Instance.Key> taken,
            ServiceStatus status) {
        List<Instance> instances = new ArrayList<>();
        Set<Instance.Key> keys = new HashSet<>(taken);
        for (int i = 0; i < services.size(); i++) {
            String property = PREFIX + ".services[" + i + "]";
            Instance instance = instance(property, services.get(i), place, main, status);
            if (!keys.add(instance.key())) {
                throw new InvalidGossipPropertyException(
                        property + ".id",
                        "is '" + instance.id() + "', as is another instance of this service",
                        "Give each instance of one service an id of its own.");
            }
            instances.add(instance);
        }
        return instances;
    }

    private static Instance instance(
            String property,
            ServiceProperties service,
            Map<String, String> place,
            Instance main,
            ServiceStatus status) {
        String name = ApplicationInstance.usableName(property + ".name", service.name());
        if (service.port() < 1 || service.port() > 65535) {
            throw new InvalidGossipPropertyException(
                    property + ".port",
                    "is " + service.port() + ", where nobody can call",
                    "Write the port of the service, 1 to 65535. A port that is known only at run"
                            + " time is announced by hand, with the ServiceRegistry.");
        }
        String scheme = scheme(property + ".scheme", service.scheme());
        String given = service.id();
        String id = given != null && StringUtils.hasText(given) ? given : main.id();
        try {
            return new Instance(
                    name,
                    id,
                    main.host(),
                    service.port(),
                    WITH_TLS.contains(scheme),
                    status,
                    main.version(),
                    InstanceMetadata.of(
                            service.metadata(),
                            place,
                            KNOWN_BY_TLS.contains(scheme) ? null : scheme));
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    property,
                    "cannot be announced: " + e.getMessage(),
                    "Keep within the limits of docs/configuration.md, .metadata.*.");
        }
    }

    private static String scheme(String property, String scheme) {
        if (!GossipServiceInstance.isScheme(scheme)) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is '" + scheme + "', which is not the scheme of a URI",
                    "Write one such as http, https or grpc.");
        }
        return scheme.toLowerCase(Locale.ROOT);
    }
}
