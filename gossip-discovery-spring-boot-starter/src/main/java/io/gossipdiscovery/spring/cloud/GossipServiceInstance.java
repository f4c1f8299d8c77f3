package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Instance;

import org.springframework.cloud.client.ServiceInstance;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An instance as Spring Cloud sees it.
 *
 * <p>Immutable and compared by value, without anything that changes by itself: load balancers keep
 * instances as keys, and look for the same one again. An IPv6 host is in brackets, as in a URI,
 * because that is what callers make of it.
 */
public final class GossipServiceInstance implements ServiceInstance {
    /** Metadata: the application's version, when its owner tells one. */
    public static final String VERSION = "version";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    private final String serviceId;
    private final String instanceId;
    private final String host;
    private final int port;
    private final boolean secure;
    private final String scheme;
    private final URI uri;
    private final Map<String, String> metadata;

    /**
     * What callers need of an instance.
     *
     * @throws IllegalArgumentException where its host cannot be part of a URI
     */
    public GossipServiceInstance(Instance instance) {
        serviceId = instance.service();
        instanceId = instance.id();
        host = uriHost(instance.host());
        port = instance.port();
        secure = instance.secure();
        metadata = metadata(instance);
        scheme = scheme(instance);
        uri = URI.create(scheme + "://" + host + (port > 0 ? ":" + port : ""));
    }

    @Override
    public String getInstanceId() {
        return instanceId;
    }

    @Override
    public String getServiceId() {
        return serviceId;
    }

    @Override
    public String getHost() {
        return host;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public Map<String, String> getMetadata() {
        return metadata;
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GossipServiceInstance that
                && serviceId.equals(that.serviceId)
                && instanceId.equals(that.instanceId)
                && uri.equals(that.uri)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(serviceId, instanceId, uri);
    }

    @Override
    public String toString() {
        return serviceId + "/" + instanceId + " at " + uri;
    }

    /** Whether a text can be the scheme of a URI. */
    static boolean isScheme(String text) {
        return SCHEME.matcher(text).matches();
    }

    /** The one that its owner tells, where it is one, as for a service that does not speak HTTP. */
    private static String scheme(Instance instance) {
        String told = instance.metadata().get(InstanceMetadata.SCHEME);
        return told != null && isScheme(told) ? told : instance.secure() ? "https" : "http";
    }

    private static String uriHost(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static Map<String, String> metadata(Instance instance) {
        if (instance.version().isEmpty() || instance.metadata().containsKey(VERSION)) {
            return instance.metadata();
        }
        TreeMap<String, String> metadata = new TreeMap<>(instance.metadata());
        metadata.put(VERSION, instance.version());
        return Collections.unmodifiableMap(metadata);
    }
}
