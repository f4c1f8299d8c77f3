package io.gossipdiscovery.spring.cloud;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The same answers as the blocking client's, as streams that complete. Since these are memory
 * reads, they are made on the subscriber's thread, at each subscription anew.
 */
public final class GossipReactiveDiscoveryClient implements ReactiveDiscoveryClient {
    private final GossipDiscoveryClient client;

    public GossipReactiveDiscoveryClient(GossipDiscoveryClient client) {
        this.client = client;
    }

    @Override
    public String description() {
        return GossipDiscoveryClient.DESCRIPTION;
    }

    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return Flux.defer(() -> Flux.fromIterable(client.getInstances(serviceId)));
    }

    @Override
    public Flux<String> getServices() {
        return Flux.defer(() -> Flux.fromIterable(client.getServices()));
    }

    @Override
    public Mono<Void> reactiveProbe() {
        return Mono.fromRunnable(client::probe);
    }

    @Override
    public int getOrder() {
        return client.getOrder();
    }
}
