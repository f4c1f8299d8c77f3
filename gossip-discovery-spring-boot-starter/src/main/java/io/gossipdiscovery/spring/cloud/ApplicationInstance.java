package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Berth;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.RegistrationProperties.Scheme;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How this application describes itself to the cluster.
 *
 * <p>The id is drawn once and kept for all lives of the node, and by later contexts of the same
 * process. Unless set it has a random part, since several instances may run with the same settings
 * and a port that nobody knows beforehand.
 */
public final class ApplicationInstance {
    private static final String APPLICATION_NAME = "spring.application.name";
    private static final String SERVICE_NAME = PREFIX + ".service-name";

    /** Callers put the name where a host stands: {@code http://name/…}. */
    private static final Pattern HOST_LIKE =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private final GossipDiscoveryProperties properties;
    private final Environment environment;
    private final WebSettings web;
    private final List<RegistrationCustomizer> customizers;
    private final String buildVersion;
    private final Map<String, String> place;
    private final String service;
    private final String id;
    private final String host;
    private final @Nullable Instance given;

    /**
     * The description of an application with these settings.
     *
     * @param berth whose letters are the random part of the id
     * @param buildVersion the version by the application's build information, or empty
     * @throws InvalidGossipPropertyException where the application has no name that callers can use
     */
    public ApplicationInstance(
            GossipDiscoveryProperties properties,
            GossipConfig config,
            Berth berth,
            Environment environment,
            List<RegistrationCustomizer> customizers,
            String buildVersion) {
        this.properties = properties;
        this.environment = environment;
        this.web = new WebSettings(environment);
        this.customizers = List.copyOf(customizers);
        this.buildVersion = buildVersion;
        this.place = InstanceMetadata.place(properties);
        this.service = service(properties, environment);
        this.id = id(properties, service, berth.letters());
        this.host = CallersHost.of(properties, config.bind(), web);
        this.given = null;
    }

    private ApplicationInstance(
            ApplicationInstance former,
            GossipDiscoveryProperties properties,
            @Nullable Instance given) {
        this.properties = properties;
        this.environment = former.environment;
        this.web = former.web;
        this.customizers = former.customizers;
        this.buildVersion = former.buildVersion;
        this.place = former.place;
        this.service = former.service;
        this.id = former.id;
        this.host = former.host;
        this.given = given;
    }

    /** The same application, with an instance that others than its settings describe. */
    ApplicationInstance announcedAs(Instance given) {
        return new ApplicationInstance(this, properties, given);
    }

    /**
     * The same application, with what its environment says now of metadata and further services.
     * Its name, id and place stay for as long as it runs.
     *
     * @throws InvalidGossipPropertyException where the environment cannot be understood
     */
    public ApplicationInstance again() {
        try {
            return new ApplicationInstance(
                    this,
                    Binder.get(environment).bindOrCreate(PREFIX, GossipDiscoveryProperties.class),
                    given);
        } catch (BindException e) {
            throw new InvalidGossipPropertyException(
                    e.getName().toString(), "cannot be read: " + e.getMessage(), "Correct it.");
        }
    }

    /**
     * All instances by which the application announces itself: its own, where it has a web server
     * or is told another port, perhaps its management server, and its further services.
     *
     * @param serverPort the port of its web server, or 0 where there is none
     * @throws InvalidGossipPropertyException where one of them cannot be announced
     */
    List<Instance> all(int serverPort, ServiceStatus status) {
        Integer set = properties.registration().port();
        Instance own = at(set != null ? set : Math.max(serverPort, 0), status);
        List<Instance> all = new ArrayList<>();
        if (own.port() > 0 || set != null) {
            all.add(own);
        }
        Set<Instance.Key> taken = new HashSet<>(Set.of(own.key()));
        if (properties.registration().management().enabled()) {
            taken.add(ManagementService.key(own));
            ManagementService.of(own, place, status).ifPresent(all::add);
        }
        all.addAll(FurtherServices.of(properties.services(), place, own, taken, status));
        return all;
    }

    /**
     * The instance with its web server at that port, 0 as long as it is not known.
     *
     * @throws InvalidGossipPropertyException where it says more than an instance may
     */
    public Instance at(int port, ServiceStatus status) {
        try {
            Instance instance =
                    given == null ? bySettings(port, status) : given(given, port, status);
            for (RegistrationCustomizer customizer : customizers) {
                instance = customizer.customize(instance);
            }
            return instance;
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private Instance bySettings(int port, ServiceStatus status) {
        return new Instance(
                service,
                id,
                host,
                port,
                isSecure(),
                status,
                version(),
                InstanceMetadata.of(properties, place, web.contextPath()));
    }

    private static Instance given(Instance given, int port, ServiceStatus status) {
        return new Instance(
                given.service(),
                given.id(),
                given.host(),
                given.port() > 0 ? given.port() : port,
                given.secure(),
                status,
                given.version(),
                given.metadata());
    }

    private boolean isSecure() {
        Scheme told = properties.registration().scheme();
        return told == null ? web.isSecure("server.ssl") : told == Scheme.HTTPS;
    }

    private String version() {
        String given = properties.instance().version();
        return given != null && StringUtils.hasText(given)
                ? given
                : environment.getProperty("spring.application.version", buildVersion);
    }

    private InvalidGossipPropertyException refused(IllegalArgumentException reason) {
        boolean tooLong = Limits.utf8Length(id) > Limits.NAME_BYTES;
        if (tooLong || id.chars().anyMatch(Character::isISOControl)) {
            return new InvalidGossipPropertyException(
                    PREFIX + ".instance-id",
                    "cannot be announced: " + reason.getMessage(),
                    tooLong
                            ? "Shorten it to " + Limits.NAME_BYTES + " bytes, or remove it."
                            : "Write it without control characters, or remove it.");
        }
        return new InvalidGossipPropertyException(
                PREFIX + ".metadata",
                "cannot be announced: " + reason.getMessage(),
                "Announce less: at most "
                        + Limits.ENTRIES
                        + " entries with "
                        + Limits.METADATA_BYTES
                        + " bytes together, names of at most "
                        + Limits.NAME_BYTES
                        + " and values of at most "
                        + Limits.VALUE_BYTES
                        + " bytes. Every node keeps and passes on what an instance says.");
    }

    private static String service(GossipDiscoveryProperties properties, Environment environment) {
        boolean named = StringUtils.hasText(properties.serviceName());
        String name = named ? properties.serviceName() : environment.getProperty(APPLICATION_NAME);
        if (name == null || name.isBlank()) {
            throw new InvalidGossipPropertyException(
                    APPLICATION_NAME,
                    "is not set, so that this application has no name under which it could be"
                            + " announced",
                    "Set "
                            + APPLICATION_NAME
                            + " (or "
                            + SERVICE_NAME
                            + "), or set "
                            + PREFIX
                            + ".registration.enabled to 'false' for an application that only looks"
                            + " for others.");
        }
        if (!isHostLike(name)) {
            throw new InvalidGossipPropertyException(
                    named ? SERVICE_NAME : APPLICATION_NAME,
                    "is '" + name + "', which callers cannot use as the host in http://name/",
                    "Use letters, digits, '-' and '.' only, at most "
                            + Limits.NAME_BYTES
                            + " of them, with a letter or digit at both ends and a letter first"
                            + " after the last '.'. To keep spring.application.name, set "
                            + SERVICE_NAME
                            + ".");
        }
        return name;
    }

    /**
     * A name that callers can use.
     *
     * @throws InvalidGossipPropertyException where it is none
     */
    static String usableName(String property, @Nullable String name) {
        if (name == null || !isHostLike(name)) {
            throw new InvalidGossipPropertyException(
                    property,
                    name == null
                            ? "is not set, so that callers could not ask for the service"
                            : "is '" + name + "', which callers cannot use as the host in a URI",
                    "Use letters, digits, '-' and '.' only, at most "
                            + Limits.NAME_BYTES
                            + " of them.");
        }
        return name;
    }

    /** Whether the text can be a host in a URI that is a name. */
    static boolean isHostLike(String name) {
        if (name.length() > Limits.NAME_BYTES || !HOST_LIKE.matcher(name).matches()) {
            return false;
        }
        try {
            return URI.create("http://" + name + "/").getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String id(GossipDiscoveryProperties properties, String service, String letters) {
        String given = properties.instanceId();
        if (given != null && !given.isBlank()) {
            return given;
        }
        int room = Limits.NAME_BYTES - letters.length() - 1;
        return service.substring(0, Math.min(service.length(), room)) + "-" + letters;
    }
}
