package io.gossipdiscovery.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Those who want to be told of new catalogs. Each is called on its own executor, one call at a
 * time, with the latest snapshot there is when the call begins.
 *
 * <p>A slow watcher skips versions, because whoever is late wants the present and not the past. It
 * never has more than one run waiting, so nothing is queued without bound; one that throws is
 * reported and goes on. Thread-safe. {@link #changed} hands tasks to the watchers' executors, which
 * are the application's: call it where a direct executor does no harm.
 */
public final class Watchers {
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Supplier<Catalog> latest;
    private final Consumer<Throwable> troubles;
    private volatile boolean closed;

    /**
     * @param latest where the present catalog is found; called on the watchers' threads
     * @param troubles told of what a watcher threw, on that watcher's thread, and of executors that
     *     refuse
     */
    public Watchers(Supplier<Catalog> latest, Consumer<Throwable> troubles) {
        this.latest = latest;
        this.troubles = troubles;
    }

    /** Begins a watch, at once with the present catalog. Does nothing once this is closed. */
    public Subscription add(Consumer<Catalog> watcher, Executor executor) {
        Watch watch = new Watch(watcher, executor);
        watches.add(watch);
        if (closed) {
            watch.close();
        }
        watch.turns.poke();
        return watch;
    }

    /** There is a new catalog. */
    public void changed() {
        watches.forEach(watch -> watch.turns.poke());
    }

    /** Ends all watches and those to come. */
    public void close() {
        closed = true;
        watches.forEach(Watch::close);
    }

    /** One watch. */
    private final class Watch implements Subscription {
        private final Consumer<Catalog> watcher;
        private final Turns turns;
        private @Nullable Catalog seen; // touched in one turn at a time

        Watch(Consumer<Catalog> watcher, Executor executor) {
            this.watcher = watcher;
            this.turns = new Turns(this::show, executor, troubles);
        }

        @Override
        public void close() {
            turns.end();
            watches.remove(this);
        }

        private void show() {
            Catalog catalog = latest.get();
            if (!turns.isEnded() && catalog != seen) {
                seen = catalog;
                watcher.accept(catalog);
            }
        }
    }
}
