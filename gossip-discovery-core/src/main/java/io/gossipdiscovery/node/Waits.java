package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.netty.SwimDriver;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Swim;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Those who wait until others have seen what this node offers. Any thread may begin to wait; waits
 * end as the machine says, never on the loop. Thread-safe.
 */
final class Waits implements Observer {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** How much longer than its time a wait may take where the machine does not keep to it. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Map<Long, CompletableFuture<Visibility>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Swim swim;
    private final SwimDriver driver;
    private final Threads threads;
    private final Snapshots snapshots;
    private volatile boolean closed;

    Waits(Swim swim, SwimDriver driver, Threads threads, Snapshots snapshots) {
        this.swim = swim;
        this.driver = driver;
        this.threads = threads;
        this.snapshots = snapshots;
    }

    CompletableFuture<Visibility> begin(double fraction, Duration timeout) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a fraction is 0 to 1, not " + fraction);
        }
        Duration bounded = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        long number = numbers.incrementAndGet();
        CompletableFuture<Visibility> wait = new CompletableFuture<>();
        waiting.put(number, wait);
        CompletableFuture<Visibility> bound =
                wait.whenComplete((reached, e) -> waiting.remove(number))
                        .thenApply(reached -> reached != null ? reached : unknown());
        threads.endAfter(bounded.plus(SLACK), wait);
        driver.command(now -> swim.awaitVisible(now, number, fraction, bounded.toNanos()));
        if (closed) {
            wait.cancel(false);
        }
        return bound;
    }

    @Override
    public void waitEnded(long number, Visibility reached) {
        CompletableFuture<Visibility> wait = waiting.get(number);
        if (wait != null) {
            wait.completeAsync(() -> reached); // what waits for it is the application's
        }
    }

    /** Ends all waits and those to come, exceptionally. */
    void close() {
        closed = true;
        waiting.values().forEach(wait -> wait.cancel(false));
    }

    private Visibility unknown() {
        return new Visibility(0, snapshots.others());
    }
}
