package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Providers of one service, and an application that calls them all the time. */
final class Callers implements AutoCloseable {
    private static final String SERVICE = "provider";

    /** For answers that were under way when something happened. */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    private final List<AppProcess> providers = new ArrayList<>();
    private final Discovery discovery;
    private final AppProcess caller;
    private int rate;

    /** How long it took from when a provider was ready. */
    final Sample listed = new Sample();

    final Sample called = new Sample();
    final Sample answered = new Sample();

    private Callers(Discovery discovery, List<String> properties) {
        this.discovery = discovery;
        caller = discovery.start("caller", properties);
        caller.name();
    }

    /** Starts who calls, and what that kind of discovery needs. */
    static Callers start(String discovery, boolean isRetrying, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("bench.service=" + SERVICE);
        // Eureka's client brings another, which has no more than 5 connections to an instance.
        all.add("spring.http.clients.imperative.factory=jdk");
        all.add("spring.http.clients.connect-timeout=1s");
        all.add("spring.http.clients.read-timeout=2s");
        all.add("spring.cloud.loadbalancer.retry.enabled=" + isRetrying);
        return new Callers(Discovery.of(discovery), all);
    }

    AppReport report() {
        return caller.report();
    }

    List<AppProcess> providers() {
        return List.copyOf(providers);
    }

    /** Starts some providers in the same instant, and waits until they are listed. */
    void addAtOnce(int count) {
        List<AppProcess> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(discovery.start(SERVICE, List.of()));
        }
        providers.addAll(all);
        all.forEach(AppProcess::name);
        AppProcess.await("all are listed", () -> report().listed().containsAll(names()));
    }

    /** Starts a provider, and waits until it is listed and, where calls are made, called. */
    void add() {
        if (!isAdded()) {
            throw new IllegalStateException("a provider is not found");
        }
    }

    /** As {@link #add}; but where it is not found within {@link Bench#LIMIT}, says so. */
    boolean isAdded() {
        AppProcess provider = discovery.start(SERVICE, List.of());
        providers.add(provider);
        String name = provider.name();
        if (!AppProcess.isSoon(() -> report().since(name, true).isPresent())) {
            return false;
        }
        if (rate > 0) {
            if (!AppProcess.isSoon(() -> report().firstAnswerOf(name).isPresent())) {
                return false;
            }
            long ready = provider.report().readyAt();
            listed.add(report().since(name, true).getAsLong() - ready);
            AppReport.Call first = report().firstAnswerOf(name).orElseThrow();
            called.add(first.due() - ready);
            answered.add(first.end() - ready);
        }
        return true;
    }

    /** All providers answer calls. */
    void awaitAnswers() {
        AppProcess.await(
                "all answer",
                () -> names().stream().allMatch(name -> report().firstAnswerOf(name).isPresent()));
    }

    /** From now on so many calls a second. */
    void callAt(int callsPerSecond) {
        rate = callsPerSecond;
        caller.say("rate " + rate);
        RealCluster.pass(AFTERMATH);
    }

    /** A provider ends that way and is one no more, whoever lists it. */
    void forget(AppProcess provider, Runnable way) {
        providers.remove(provider);
        way.run();
        provider.awaitEnd();
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
        discovery.close();
    }
}
