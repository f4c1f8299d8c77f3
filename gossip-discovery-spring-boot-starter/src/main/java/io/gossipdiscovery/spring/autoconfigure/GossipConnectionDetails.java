package io.gossipdiscovery.spring.autoconfigure;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

import java.util.List;

/**
 * Where a cluster is found. A bean of this type, as service connections bring it, takes the place
 * of {@code gossip.discovery.seeds}; of several, all count.
 */
@FunctionalInterface
public interface GossipConnectionDetails extends ConnectionDetails {
    /** Seeds in the forms that {@code gossip.discovery.seeds} takes. */
    List<String> seeds();
}
