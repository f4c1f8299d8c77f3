package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Providers of one service, and an application that calls them all the time. */
final class Callers implements AutoCloseable {
    private static final String SERVICE = "provider";

    /** For answers that were under way when something happened. */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    private final String cluster = "bench-" + UUID.randomUUID();
    private final List<AppProcess> providers = new ArrayList<>();
    private final AppProcess caller;
    private int rate;

    /** How long it took from when a provider was ready. */
    final Sample listed = new Sample();

    final Sample called = new Sample();
    final Sample answered = new Sample();

    Callers(boolean isRetrying) {
        caller =
                start(
                        "caller",
                        "bench.service=" + SERVICE,
                        "spring.http.clients.connect-timeout=1s",
                        "spring.http.clients.read-timeout=2s",
                        "spring.cloud.loadbalancer.retry.enabled=" + isRetrying);
        caller.name();
    }

    private AppProcess start(String name, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("spring.application.name=" + name);
        all.add("gossip.discovery.cluster=" + cluster);
        return AppProcess.start("gossip", all);
    }

    AppReport report() {
        return caller.report();
    }

    List<AppProcess> providers() {
        return List.copyOf(providers);
    }

    /** Starts a provider, and waits until it is listed and, where calls are made, called. */
    void add() {
        AppProcess provider = start(SERVICE);
        providers.add(provider);
        String name = provider.name();
        AppProcess.await(name + " is listed", () -> report().since(name, true).isPresent());
        if (rate > 0) {
            AppProcess.await(name + " is called", () -> report().firstAnswerOf(name).isPresent());
            long ready = provider.report().readyAt();
            listed.add(report().since(name, true).getAsLong() - ready);
            AppReport.Call first = report().firstAnswerOf(name).orElseThrow();
            called.add(first.due() - ready);
            answered.add(first.end() - ready);
        }
    }

    /** From now on so many calls a second. */
    void callAt(int callsPerSecond) {
        rate = callsPerSecond;
        caller.say("rate " + rate);
        RealCluster.pass(AFTERMATH);
    }

    /** A provider ends that way; gives the time from then until it was listed no more. */
    long end(AppProcess provider, Runnable way) {
        String name = provider.name();
        long start = System.nanoTime();
        way.run();
        AppProcess.await(name + " is gone", () -> report().since(name, false).isPresent());
        provider.awaitEnd();
        providers.remove(provider);
        return report().since(name, false).getAsLong() - start;
    }

    /** Calls that were due since then, once the last of them must have been answered. */
    Outcome outcomeSince(long start) {
        long end = System.nanoTime();
        RealCluster.pass(AFTERMATH);
        return Outcome.of(report().calls(start, end));
    }

    /** Calls since then, with some more to see what becomes of them. */
    Outcome outcomeAfter(long start) {
        RealCluster.pass(AFTERMATH);
        return outcomeSince(start);
    }

    Set<String> names() {
        return providers.stream().map(AppProcess::name).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        providers.forEach(AppProcess::close);
        caller.close();
    }
}
