package io.gossipdiscovery.spring.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

import reactor.core.publisher.Flux;

import java.util.List;

/**
 * Leaves out of a list that may be a moment old whoever is not there any more: a list that passed a
 * health check is as old as the check. Where nobody of it is left, those who are there now take its
 * place, although nobody has checked them yet; where nobody is, it stays as it is.
 */
public final class PresentInstances extends DelegatingServiceInstanceListSupplier {
    private final ServiceInstanceListSupplier present;

    /**
     * The delegate's lists without those that are gone.
     *
     * @param present whose next list tells who is there now
     */
    public PresentInstances(
            ServiceInstanceListSupplier delegate, ServiceInstanceListSupplier present) {
        super(delegate);
        this.present = present;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return delegate.get().concatMap(this::kept);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Flux<List<ServiceInstance>> get(Request request) {
        return delegate.get(request).concatMap(this::kept);
    }

    private Flux<List<ServiceInstance>> kept(List<ServiceInstance> instances) {
        return present.get().take(1).map(now -> kept(instances, now));
    }

    private static List<ServiceInstance> kept(
            List<ServiceInstance> instances, List<ServiceInstance> now) {
        List<ServiceInstance> rest = instances.stream().filter(now::contains).toList();
        boolean isAllGone = rest.isEmpty() && !instances.isEmpty() && !now.isEmpty();
        return isAllGone ? now : rest.isEmpty() ? instances : rest;
    }
}
