package io.gossipdiscovery.spring.cloud;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Has a say in which instances this application is told of. Beans of this type are asked in order;
 * both discovery clients, the load balancer and events tell of the instances that all of them want.
 * Whether the rest are doubted counts only afterwards: a doubted instance that is wanted beats a
 * trusted one that is not.
 *
 * <p>The answer must follow from the instance alone. It is kept, and asked for again only when
 * something changed about the service. Asked on any thread, also callers' own: it must not block.
 */
@FunctionalInterface
public interface InstanceFilter {
    /**
     * Whether this application wants to be told of an instance. One on which this fails is not told
     * of, and a warning says so.
     */
    boolean isWanted(ServiceInstance instance);
}
