package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.catalog.Subscription;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.List;

/**
 * A service's instances as a stream that does not end: the present ones, then the new ones whenever
 * they changed. Health checks on top of it begin anew with each list; without it they would check
 * for ever those that were there at the beginning.
 *
 * <p>The lists are read from the delegate, so other discovery clients are asked too. Of changes
 * that come faster than lists are consumed, the latest is told. Lists come on a thread that may
 * block.
 */
public final class LiveInstances extends DelegatingServiceInstanceListSupplier {
    private final Flux<List<ServiceInstance>> lists;

    /**
     * The stream of a delegate's lists.
     *
     * @param every how often to ask even without a change, as for instances of other registries; or
     *     null for never
     */
    public LiveInstances(
            ServiceInstanceListSupplier delegate,
            TouchedServices touched,
            @Nullable Duration every) {
        super(delegate);
        String service = delegate.getServiceId();
        Flux<String> reasons = reasons(service, touched);
        Flux<String> again =
                every == null
                        ? Flux.never()
                        : Flux.interval(every).onBackpressureDrop().map(tick -> service);
        this.lists =
                Flux.merge(reasons, again)
                        .onBackpressureLatest()
                        .publishOn(Schedulers.boundedElastic(), 1)
                        .concatMap(reason -> delegate.get().next(), 1)
                        .distinctUntilChanged();
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return lists;
    }

    /** One reason to look now, and one at each change. */
    private static Flux<String> reasons(String service, TouchedServices touched) {
        return Flux.create(
                sink -> {
                    Subscription subscription =
                            touched.listen(
                                    isTouched -> {
                                        if (isTouched.test(service)) {
                                            sink.next(service);
                                        }
                                    });
                    sink.onDispose(subscription::close);
                    sink.next(service);
                },
                FluxSink.OverflowStrategy.LATEST);
    }
}
