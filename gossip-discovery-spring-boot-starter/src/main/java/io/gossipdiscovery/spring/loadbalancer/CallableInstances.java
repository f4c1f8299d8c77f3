package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

import java.util.List;

/**
 * Whom callers are sent to: nobody who is announced without a port, and nobody in quarantine while
 * there are others. Thread-safe.
 *
 * @param quarantine whom to avoid, or null where nobody is
 */
public record CallableInstances(@Nullable CallQuarantine quarantine) {

    /** Those of the instances to call; the same object where all are. */
    public List<ServiceInstance> of(List<ServiceInstance> instances) {
        List<ServiceInstance> reachable =
                instances.stream().allMatch(CallableInstances::hasPort)
                        ? instances
                        : instances.stream().filter(CallableInstances::hasPort).toList();
        return quarantine == null ? reachable : quarantine.without(reachable);
    }

    /** What others say of ports is their own affair. */
    private static boolean hasPort(ServiceInstance instance) {
        return !(instance instanceof GossipServiceInstance) || instance.getPort() > 0;
    }
}
