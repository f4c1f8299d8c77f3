package io.gossipdiscovery.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One benchmark. Gives lines of the table. */
interface Bench {
    /** Longer than anything should take: what does not happen until then is said to hang. */
    Duration LIMIT = Duration.ofSeconds(120);

    List<Row> run() throws Exception;

    /** What {@link #times} is asked for. */
    Set<String> TIMES =
            Set.of(
                    "kills",
                    "leaves",
                    "changes",
                    "joins",
                    "silences",
                    "hangs",
                    "heals",
                    "losses",
                    "ends",
                    "pauses",
                    "seconds",
                    "starts",
                    "rounds",
                    "restarts",
                    "window");

    /** How often something is done, which {@code -Dbench.times=kills=50} and the like decide. */
    static int times(String what, int usually) {
        if (!TIMES.contains(what)) {
            throw new IllegalArgumentException(what + " is none of " + TIMES);
        }
        return Integer.getInteger("bench." + what, usually);
    }

    /** The moments at which things happen must not follow the protocol's own rhythm. */
    static Duration between(Random random, int fromMillis, int toMillis) {
        return Duration.ofMillis(fromMillis + random.nextInt(toMillis - fromMillis));
    }

    /** Runs the same so often, so many at a time: for what waits rather than works. */
    static <T> List<T> sideBySide(int times, int width, Callable<T> run) throws Exception {
        return sideBySide(Collections.nCopies(times, run), width);
    }

    /** Runs all of them, so many at a time; the results are in their order. */
    static <T> List<T> sideBySide(List<Callable<T>> runs, int width) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(width);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : executor.invokeAll(runs)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
