package io.gossipdiscovery.model;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One instance of a service, as its owner announces it: id, name, endpoint, status, version.
 *
 * <p>Immutable, compared by value; holds nothing that changes by itself (no heartbeat, no
 * round-trip time), so that readers may use it as a key.
 *
 * @param service the name callers ask for; case is kept, look-ups ignore it
 * @param id unique among the instances of the service in the cluster
 * @param host IP literal or host name under which callers reach it; never resolved here
 * @param port 0 (no port of its own) to 65535
 * @param secure whether callers must use TLS
 * @param status what the owner says of it
 * @param version the application's version, or empty
 * @param metadata anything else callers may want to know, ordered by name
 */
public record Instance(
        String service,
        String id,
        String host,
        int port,
        boolean secure,
        ServiceStatus status,
        String version,
        SortedMap<String, String> metadata) {

    public Instance {
        service = Limits.checked("the service name", service, Limits.NAME_BYTES);
        id = Limits.checked("the instance id", id, Limits.NAME_BYTES);
        host = Limits.checked("the host", host, Limits.NAME_BYTES);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
        }
        if (status == null) {
            throw new IllegalArgumentException("an instance has a status");
        }
        version = Limits.bounded("the version", version, Limits.NAME_BYTES);
        metadata = Texts.copy("metadata", metadata, Limits.METADATA_BYTES);
    }

    /** An instance that is {@code UP}, without TLS, version or metadata. */
    public static Instance of(String service, String id, String host, int port) {
        return new Instance(
                service, id, host, port, false, ServiceStatus.UP, "", Collections.emptySortedMap());
    }

    public Instance withSecure(boolean secure) {
        return new Instance(service, id, host, port, secure, status, version, metadata);
    }

    public Instance withStatus(ServiceStatus status) {
        return new Instance(service, id, host, port, secure, status, version, metadata);
    }

    public Instance withVersion(String version) {
        return new Instance(service, id, host, port, secure, status, version, metadata);
    }

    public Instance withMetadata(Map<String, String> metadata) {
        return new Instance(
                service, id, host, port, secure, status, version, new TreeMap<>(metadata));
    }

    /** What stays the same when an instance is described anew. */
    public Key key() {
        return new Key(service.toLowerCase(Locale.ROOT), id);
    }

    /**
     * Which instance: of one key there is one in the cluster, whatever is said of it.
     *
     * @param service the service's name in lower case, as its case does not matter
     * @param id the instance's id
     */
    public record Key(String service, String id) {
        @Override
        public String toString() {
            return service + "/" + id;
        }
    }
}
