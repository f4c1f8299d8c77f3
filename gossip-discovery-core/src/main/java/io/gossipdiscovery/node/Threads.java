package io.gossipdiscovery.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a node besides its loop: one for what may be slow for each reason. All are
 * daemons, are started at first use, and end when they had nothing to do for a while.
 */
final class Threads {
    private static final long IDLE_SECONDS = 10;

    /** How long {@link #close} waits for all of them together. */
    private static final long CLOSE_MILLIS = 1_000;

    private final int port;
    private final ThreadPoolExecutor watch;
    private final ThreadPoolExecutor aside;
    private final ThreadPoolExecutor log;
    private final ScheduledThreadPoolExecutor seeds;
    private final ScheduledThreadPoolExecutor clock;

    Threads(int port) {
        this.port = port;
        watch = one("gossip-watch-" + port);
        aside = one("gossip-aside-" + port);
        log = one("gossip-log-" + port);
        seeds = timed("gossip-seeds-" + port);
        clock = timed("gossip-clock-" + port);
    }

    /** Runs the application's watchers, and whatever else is the application's. */
    ExecutorService watch() {
        return watch;
    }

    /** Runs what the loop has no time for: waking watchers, closing. Never waits long. */
    ExecutorService aside() {
        return aside;
    }

    /**
     * Completes a future with nothing after that time, unless something else did before. Whoever
     * waits for it runs elsewhere.
     *
     * <p>Not {@code CompletableFuture.completeOnTimeout}: its thread lives as long as the JVM, and
     * keeps for ever the class loader of the application that first made it start.
     */
    void endAfter(Duration time, CompletableFuture<?> future) {
        try {
            Future<?> end =
                    clock.schedule(
                            () -> future.completeAsync(() -> null),
                            time.toNanos(),
                            TimeUnit.NANOSECONDS);
            future.whenComplete((result, e) -> end.cancel(false));
        } catch (RejectedExecutionException e) {
            // the node is closed, and has ended all that wait
        }
    }

    /** Writes log lines, and nothing else: a log may block. */
    ExecutorService log() {
        return log;
    }

    /** Looks up names. */
    ScheduledExecutorService seeds() {
        return seeds;
    }

    /** Runs the task on a thread for it alone, as none of the others may wait for their own end. */
    void once(Runnable task) {
        named("gossip-close-" + port).newThread(task).start();
    }

    /** Whether the caller runs on one of these threads. */
    boolean isCurrent() {
        return List.of(seeds, aside, log, watch).stream().anyMatch(Threads::isCurrent);
    }

    /**
     * Ends all threads. Waits for them, but not for that on which the caller runs and not for ever:
     * a watcher that hangs is interrupted and left behind.
     */
    void close() {
        seeds.shutdownNow();
        clock.shutdownNow();
        aside.shutdown();
        log.shutdown();
        watch.shutdown();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        boolean interrupted = Thread.interrupted();
        for (ThreadPoolExecutor executor : List.of(seeds, clock, aside, log, watch)) {
            try {
                if (!isCurrent(executor) && !hasEnded(executor, deadline)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                executor.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasEnded(ThreadPoolExecutor executor, long deadline)
            throws InterruptedException {
        long left = deadline - System.nanoTime();
        return executor.awaitTermination(left, TimeUnit.NANOSECONDS);
    }

    private static boolean isCurrent(ThreadPoolExecutor executor) {
        return Thread.currentThread() instanceof NodeThread thread
                && thread.maker == executor.getThreadFactory();
    }

    private static ThreadPoolExecutor one(String name) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        named(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static ScheduledThreadPoolExecutor timed(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named(name));
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static ThreadFactory named(String name) {
        return new ThreadFactory() {
            @Override
            public Thread newThread(Runnable work) {
                return new NodeThread(this, work, name);
            }
        };
    }

    /** Knows who made it, so that one sees which executor one runs on. */
    private static final class NodeThread extends Thread {
        private final ThreadFactory maker;

        NodeThread(ThreadFactory maker, Runnable work, String name) {
            super(work, name);
            this.maker = maker;
            setDaemon(true);
        }
    }
}
