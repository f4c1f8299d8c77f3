package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The same load, warm-up and faults for us and for others, each with its defaults. Each trial has
 * applications and servers of its own, so that none suffers from what an earlier one left behind.
 *
 * @param isRetrying with Spring's one retry on the next instance, or with none
 */
record Peers(boolean isRetrying) implements Bench {
    private static final int FEW = 20;
    private static final int MANY = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Some clients ask their server at each look, which should not be their main work. */
    private static final String LOOK = "bench.look-millis=20";

    @Override
    public List<Row> run() throws Exception {
        List<String> kinds = List.of(System.getProperty("bench.discovery").split(","));
        if (!Discovery.KINDS.containsAll(kinds)) {
            throw new IllegalArgumentException(
                    "bench.discovery: " + kinds + " are not all of " + Discovery.KINDS);
        }
        Comparison table = new Comparison(kinds);
        for (int i = 0; i < Bench.times("rounds", 1); i++) {
            for (String kind : kinds) {
                run(kind, table);
            }
        }
        System.out.println(isRetrying ? "\nWith one retry:" : "\nWithout retry:");
        System.out.println("\n" + table);
        return List.of();
    }

    private void run(String kind, Comparison table) throws Exception {
        List<Callable<Ended>> trials =
                List.of(
                        () -> end("kill -9", AppProcess::kill, kind, table),
                        () -> end("SIGTERM", AppProcess::terminate, kind, table));
        List<Found> found = new ArrayList<>();
        for (Ended ended : Bench.sideBySide(trials, trials.size())) {
            String who = ended.way() + ", one of 2 at " + FEW + "/s: ";
            table.add(who + "failed calls", kind, ended.watched().failures());
            table.add(who + "until not listed", kind, ended.watched().untilGone());
            found.add(ended.found());
        }
        found.add(many(kind, table));
        table.add("ready -> listed", kind, figure(found.stream().map(Found::listed).toList()));
        table.add(
                "ready -> first call made",
                kind,
                figure(found.stream().map(Found::called).toList()));
    }

    /**
     * One of two providers ended.
     *
     * @param way how
     * @param watched what the callers saw of it
     * @param found how the one after it was found
     */
    private record Ended(String way, Watched watched, Found found) {}

    /**
     * How long new providers took to be found.
     *
     * @param listed until they were listed
     * @param called until the first call that they answered was made
     */
    private record Found(Sample listed, Sample called) {
        static Found by(Callers callers) {
            return new Found(callers.listed, callers.called);
        }
    }

    private static String figure(List<Sample> samples) {
        Sample all = new Sample();
        samples.forEach(all::addAll);
        return String.format(
                Locale.ROOT,
                "mean %.2f, worst %.2f s (%d)",
                all.meanSeconds(),
                all.seconds(100),
                all.size());
    }

    private Callers start(String kind, int providers, int rate) {
        Callers callers = Callers.start(kind, isRetrying, LOOK);
        callers.addAtOnce(providers);
        callers.callAt(rate);
        callers.awaitAnswers();
        RealCluster.pass(WARM_UP);
        return callers;
    }

    /** One of two providers ends and, once we have seen enough of that, another comes. */
    private Ended end(String name, Consumer<AppProcess> way, String kind, Comparison table) {
        Duration window = Duration.ofSeconds(Bench.times("window", 75));
        try (Callers callers = start(kind, 2, FEW)) {
            AppProcess victim = callers.providers().get(0);
            long start = System.nanoTime();
            callers.forget(victim, () -> way.accept(victim));
            RealCluster.pass(window.minusNanos(System.nanoTime() - start));
            Outcome outcome = callers.outcomeSince(start);
            OptionalLong gone = callers.report().since(victim.name(), false);
            System.out.println(kind + ": " + name + ": " + outcome);
            addTo(callers, kind, table);
            return new Ended(name, new Watched(start, window, outcome, gone), Found.by(callers));
        }
    }

    private Found many(String kind, Comparison table) {
        try (Callers callers = start(kind, 3, MANY)) {
            for (int i = 0; i < Bench.times("pauses", 1); i++) {
                hang(callers, kind, table);
            }
            rollingRestart(callers, kind, table);
            return Found.by(callers);
        }
    }

    private static void hang(Callers callers, String kind, Comparison table) {
        AppProcess victim = callers.providers().get(0);
        long start = System.nanoTime();
        victim.signal("STOP");
        RealCluster.pass(PAUSE);
        victim.signal("CONT");
        Outcome outcome = callers.outcomeAfter(start);
        add(
                "SIGSTOP for " + PAUSE.toSeconds() + " s, one of 3 at " + MANY + "/s: failed calls",
                outcome,
                kind,
                table);
        AppProcess.await(
                "all are listed again", () -> callers.report().listed().equals(callers.names()));
    }

    /** As a careful operator would do it: the next one stops once its predecessor's heir works. */
    private static void rollingRestart(Callers callers, String kind, Comparison table) {
        int restarts = Bench.times("restarts", 3);
        long start = System.nanoTime();
        for (int i = 0; i < restarts; i++) {
            AppProcess oldest = callers.providers().get(0);
            callers.forget(oldest, oldest::terminate);
            addTo(callers, kind, table);
        }
        add(
                restarts + " restarts, one by one, of 3 at " + MANY + "/s: failed calls",
                callers.outcomeSince(start),
                kind,
                table);
    }

    private static void add(String line, Outcome outcome, String kind, Comparison table) {
        System.out.println(kind + ": " + line + ": " + outcome);
        table.add(line, kind, outcome.failed() + " of " + outcome.calls().size());
    }

    private static void addTo(Callers callers, String kind, Comparison table) {
        if (!callers.isAdded()) {
            table.add("a new provider was not found in " + LIMIT, kind, "once");
        }
    }
}
