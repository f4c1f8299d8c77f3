package io.gossipdiscovery.spring.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The same as {@link AvoidingDiscoveryClient}, as streams that complete. */
public final class AvoidingReactiveDiscoveryClient implements ReactiveDiscoveryClient {
    private final ReactiveDiscoveryClient client;
    private final CallableInstances callable;

    public AvoidingReactiveDiscoveryClient(
            ReactiveDiscoveryClient client, CallableInstances callable) {
        this.client = client;
        this.callable = callable;
    }

    @Override
    public String description() {
        return client.description();
    }

    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return client.getInstances(serviceId).collectList().flatMapIterable(callable::of);
    }

    @Override
    public Flux<String> getServices() {
        return client.getServices();
    }

    @Override
    public Mono<Void> reactiveProbe() {
        return client.reactiveProbe();
    }

    @Override
    public int getOrder() {
        return client.getOrder();
    }
}
