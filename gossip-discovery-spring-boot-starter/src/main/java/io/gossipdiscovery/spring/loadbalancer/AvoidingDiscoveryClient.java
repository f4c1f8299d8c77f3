package io.gossipdiscovery.spring.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import java.util.List;

/**
 * What the load balancer sees of a discovery client: neither instances without a port, nor those in
 * quarantine as long as there are others. They are filtered here, below zone preference, stickiness
 * and the like, so that they choose among the rest.
 */
public final class AvoidingDiscoveryClient implements DiscoveryClient {
    private final DiscoveryClient client;
    private final CallableInstances callable;

    public AvoidingDiscoveryClient(DiscoveryClient client, CallableInstances callable) {
        this.client = client;
        this.callable = callable;
    }

    @Override
    public String description() {
        return client.description();
    }

    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return callable.of(client.getInstances(serviceId));
    }

    @Override
    public List<String> getServices() {
        return client.getServices();
    }

    @Override
    public void probe() {
        client.probe();
    }

    @Override
    public int getOrder() {
        return client.getOrder();
    }
}
