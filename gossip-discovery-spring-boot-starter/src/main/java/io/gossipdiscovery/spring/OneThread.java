package io.gossipdiscovery.spring;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes the single daemon threads on which this layer works, so that it neither waits behind
 * others' watchers nor holds them up. A thread that has nothing to do for a while ends. What comes
 * in after the shutdown is dropped: by then nobody wants to know.
 */
public final class OneThread {
    private static final long IDLE_SECONDS = 10;

    private OneThread() {}

    /** An executor with at most one thread, which bears that name. */
    public static ScheduledExecutorService named(String name) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(work, name);
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
