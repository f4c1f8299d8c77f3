package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Load-balanced calls while providers are killed, stopped, hung and restarted: how many fail.
 *
 * @param isRetrying with Spring's one retry on the next instance, or with none
 */
record Calls(boolean isRetrying) implements Bench {
    private static final int FEW = 20;
    private static final int MANY = 200;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    @Override
    public List<Row> run() {
        int ends = Bench.times("ends", 10);
        int pauses = Bench.times("pauses", 3);
        int seconds = Bench.times("seconds", 500);
        List<Row> rows = new ArrayList<>();
        try (Callers callers = Callers.start(Discovery.GOSSIP, isRetrying)) {
            callers.add();
            callers.add();
            callers.callAt(FEW);
            rows.addAll(ends("kill -9", callers, FEW, ends, AppProcess::kill));
            rows.addAll(ends("SIGTERM", callers, FEW, ends, AppProcess::terminate));
            callers.add();
            callers.callAt(MANY);
            rows.addAll(ends("kill -9", callers, MANY, ends, AppProcess::kill));
            rows.add(hang(callers, pauses));
            rows.add(rollingRestart(callers, Duration.ofSeconds(seconds)));
            rows.add(row("ready -> listed", "0.5 s", "0.1 s", callers.listed));
            rows.add(row("ready -> first call made", "0.5 s", "0.2 s", callers.called));
            rows.add(row("ready -> first call answered", "", "", callers.answered));
        }
        return rows;
    }

    /** Providers end, one after the other, and others take their places. */
    private List<Row> ends(
            String name, Callers callers, int rate, int times, Consumer<AppProcess> way) {
        Random random = new Random(times);
        Sample gone = new Sample();
        Outcome all = Outcome.NONE;
        List<Long> failed = new ArrayList<>();
        String who = name + ", one of " + callers.providers().size() + " at " + rate + "/s";
        for (int i = 0; i < times; i++) {
            RealCluster.pass(Bench.between(random, 500, 1_500));
            AppProcess victim = callers.providers().get(0);
            long start = System.nanoTime();
            gone.add(callers.end(victim, () -> way.accept(victim)));
            Outcome outcome = callers.outcomeAfter(start);
            failed.add(outcome.failed());
            all = all.and(outcome);
            callers.add();
        }
        boolean isKill = name.equals("kill -9");
        boolean isNone = !isKill || isRetrying;
        String most = isNone ? "0" : rate == FEW ? "2" : "";
        String aim = isNone ? "0" : rate == FEW ? "1" : "";
        return List.of(
                row(who + ": failed calls each time", most, aim, failed + "; " + all),
                row(
                        who + " -> gone from the list",
                        isKill ? "2 s" : "",
                        isKill ? "1 s" : "",
                        gone));
    }

    /** A provider is paused: its sockets go on to accept, and nobody answers. */
    private Row hang(Callers callers, int times) {
        List<Long> failed = new ArrayList<>();
        Outcome all = Outcome.NONE;
        for (int i = 0; i < times; i++) {
            AppProcess victim = callers.providers().get(0);
            long start = System.nanoTime();
            victim.signal("STOP");
            RealCluster.pass(PAUSE);
            victim.signal("CONT");
            Outcome outcome = callers.outcomeAfter(start);
            failed.add(outcome.failed());
            all = all.and(outcome);
            AppProcess.await(
                    "all are listed again",
                    () -> callers.report().listed().equals(callers.names()));
        }
        return row(
                "SIGSTOP for " + PAUSE.toSeconds() + " s, one of 3 at " + MANY + "/s: failed calls",
                "",
                "",
                failed + "; " + all);
    }

    private Row rollingRestart(Callers callers, Duration time) {
        long start = System.nanoTime();
        int restarts = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            AppProcess oldest = callers.providers().get(0);
            callers.end(oldest, oldest::terminate);
            callers.add();
            restarts++;
        }
        return row(
                "rolling restart of 3 at " + MANY + "/s, " + restarts + " restarts",
                "0",
                "0",
                callers.outcomeSince(start));
    }

    private Row row(String measure, String must, String aim, Object figures) {
        String client = isRetrying ? "one retry: " : "no retry: ";
        return new Row(client + measure, figures.toString(), must, aim);
    }
}
