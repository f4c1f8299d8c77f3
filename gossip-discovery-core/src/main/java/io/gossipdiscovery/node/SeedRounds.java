package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks the seed source at once, then often while the node is alone and seldom otherwise, because
 * addresses behind a name change as long as the cluster lives; and soon where the source says that
 * it has news. Everything here runs on the seeds' own thread.
 */
final class SeedRounds {
    /** Most addresses of one round; with more, each round takes others. */
    static final int MOST_ADDRESSES = 16;

    private static final long ALONE_MILLIS = 1_000;
    private static final long SETTLED_MILLIS = 30_000;

    /** How often is looked whether a source has news, or the node is alone again. */
    private static final long LOOK_MILLIS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(SeedRounds.class);

    private final SeedSource source;
    private final ScheduledExecutorService thread;
    private final Random random;
    private final BooleanSupplier alone;
    private final Consumer<List<Address>> found;
    private boolean failing;
    private boolean begun;
    private long dueNanos;

    SeedRounds(
            SeedSource source,
            ScheduledExecutorService thread,
            Random random,
            BooleanSupplier alone,
            Consumer<List<Address>> found) {
        this.source = source;
        this.thread = thread;
        this.random = random;
        this.alone = alone;
        this.found = found;
    }

    void start() {
        schedule(0);
    }

    private void turn() {
        boolean isDone = false;
        try {
            if (!begun || alone.getAsBoolean() || isDue() || source.hasChanged()) {
                isDone = round();
            }
        } catch (RuntimeException | Error e) { // the application's code must not end the search
            if (!failing) {
                log.warn("Seeds cannot be found", e);
            }
            failing = true;
        }
        if (!isDone) {
            schedule(jittered(alone.getAsBoolean() ? ALONE_MILLIS : LOOK_MILLIS));
        }
    }

    private boolean isDue() {
        return System.nanoTime() - dueNanos >= 0;
    }

    /** Returns whether there is nothing more to ask, ever. */
    private boolean round() {
        begun = true;
        dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(jittered(SETTLED_MILLIS));
        List<Address> all = source.resolve();
        found.accept(some(all));
        failing = false;
        return source.isFixed() && all.size() <= MOST_ADDRESSES;
    }

    private void schedule(long delayMillis) {
        try {
            thread.schedule(this::turn, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the node is closed
        }
    }

    /** Nodes that were started together should not ask together. */
    private long jittered(long millis) {
        return millis * 3 / 4 + random.nextInt((int) millis / 2);
    }

    /** In order, so that the machine sees the same list as long as the seeds are the same. */
    private List<Address> some(List<Address> all) {
        List<Address> some = new ArrayList<>(all);
        if (some.size() > MOST_ADDRESSES) {
            Collections.shuffle(some, random);
            some = some.subList(0, MOST_ADDRESSES);
        }
        return some.stream().sorted().toList();
    }
}
