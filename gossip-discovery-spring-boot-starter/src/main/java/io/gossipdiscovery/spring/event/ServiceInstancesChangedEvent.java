package io.gossipdiscovery.spring.event;

import org.springframework.cloud.client.ServiceInstance;

import java.util.List;

/**
 * What {@code DiscoveryClient.getInstances} answers for a service is not what it was. An instance
 * that is suspected, drains or is out of service counts as removed as long as callers do not get
 * it. Changes in quick succession may come together. Immutable.
 *
 * @param service the service's name, in the case its owner uses
 * @param added the instances that callers get now and did not before
 * @param removed the instances that callers do not get any more, as they were
 * @param changed the instances with another address or other metadata than before, as they are now
 */
public record ServiceInstancesChangedEvent(
        String service,
        List<ServiceInstance> added,
        List<ServiceInstance> removed,
        List<ServiceInstance> changed) {

    /** Keeps copies of the lists. */
    public ServiceInstancesChangedEvent {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }
}
