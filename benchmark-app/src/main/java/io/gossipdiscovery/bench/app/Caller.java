package io.gossipdiscovery.bench.app;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Calls a service by name, so many times a second whatever becomes of the calls, and reports how
 * each went; and reports which instances its {@code DiscoveryClient} lists, when that changes.
 */
@Component
@ConditionalOnProperty("bench.service")
class Caller {
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final String service;
    private final long lookMillis;
    private final RestClient client;
    private final DiscoveryClient discovery;
    private @Nullable ScheduledFuture<?> pace;
    private String listed = "";

    Caller(
            @Value("${bench.service}") String service,
            @Value("${bench.look-millis:5}") long lookMillis,
            @LoadBalanced RestClient.Builder builder,
            DiscoveryClient discovery) {
        this.service = service;
        this.lookMillis = lookMillis;
        this.client = builder.build();
        this.discovery = discovery;
    }

    @EventListener(ApplicationReadyEvent.class)
    void look() {
        clock.scheduleWithFixedDelay(this::list, 0, lookMillis, TimeUnit.MILLISECONDS);
    }

    private void list() {
        List<ServiceInstance> instances;
        try {
            instances = discovery.getInstances(service);
        } catch (RuntimeException e) {
            // Some clients ask a server each time. Nothing is known, and the next look goes on.
            System.err.println("no list: " + e);
            return;
        }
        String ports =
                instances.stream()
                        .map(instance -> Integer.toString(instance.getPort()))
                        .sorted()
                        .collect(Collectors.joining(","));
        if (!ports.equals(listed)) {
            listed = ports;
            Report.line("listed", System.nanoTime(), ports);
        }
    }

    /** Calls so many times a second from now on; with 0 no more. */
    synchronized void callAt(int rate) {
        if (pace != null) {
            pace.cancel(false);
            pace = null;
        }
        if (rate > 0) {
            long period = TimeUnit.SECONDS.toNanos(1) / rate;
            AtomicLong due = new AtomicLong(System.nanoTime());
            pace =
                    clock.scheduleAtFixedRate(
                            () -> {
                                long now = due.getAndAdd(period);
                                calls.execute(() -> call(now));
                            },
                            0,
                            period,
                            TimeUnit.NANOSECONDS);
        }
    }

    /** The time counts from when the call was due: waiting for a thread is part of it. */
    private void call(long due) {
        String outcome;
        try {
            outcome =
                    "ok "
                            + client.get()
                                    .uri("http://" + service + "/who")
                                    .retrieve()
                                    .body(String.class);
        } catch (RestClientException | IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            outcome = "failed " + cause.getClass().getSimpleName();
        }
        Report.line("call", due, System.nanoTime(), outcome);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
        calls.shutdownNow();
    }
}
