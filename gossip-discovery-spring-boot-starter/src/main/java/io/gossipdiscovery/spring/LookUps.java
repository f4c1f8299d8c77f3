package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up several seeds at the same time, and waits for all of them together only so long. */
final class LookUps {
    private LookUps() {}

    /** Finds the addresses behind a seed. May block and fail. */
    @FunctionalInterface
    interface LookUp {
        List<Address> behind(String seed) throws Exception;
    }

    /**
     * The addresses behind each seed; none where that failed, or is not known in time. What is
     * still asked then goes on on a daemon thread, and nobody hears of it.
     */
    static List<List<Address>> of(List<String> seeds, LookUp lookUp, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<FutureTask<List<Address>>> asked =
                seeds.stream().map(seed -> begun(() -> lookUp.behind(seed))).toList();
        List<List<Address>> found = new ArrayList<>();
        for (FutureTask<List<Address>> one : asked) {
            found.add(found(one, deadline));
        }
        return found;
    }

    private static FutureTask<List<Address>> begun(Callable<List<Address>> lookUp) {
        FutureTask<List<Address>> task = new FutureTask<>(lookUp);
        Thread thread = new Thread(task, "gossip-address-choice");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static List<Address> found(FutureTask<List<Address>> one, long deadlineNanos) {
        try {
            return one.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // goes on without; the node says so when it asks
        }
        return List.of();
    }
}
