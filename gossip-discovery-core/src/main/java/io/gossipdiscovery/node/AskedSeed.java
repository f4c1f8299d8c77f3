package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One of several sources of seeds, and what it said last. It is asked on a thread apart, as it may
 * be the application's code, or a name server that is silent: whoever does not answer in time is
 * waited for no longer, is asked nothing else meanwhile, and is heard when it answers after all.
 *
 * <p>Asked on the seeds' thread; its answer is read by any.
 */
final class AskedSeed {
    /** How long a round waits for an answer. */
    static final long PATIENCE_MILLIS = 1_000;

    private static final String SILENT = "does not answer within " + PATIENCE_MILLIS / 1_000 + " s";

    private static final Logger log = LoggerFactory.getLogger(Seeds.class);

    private final SeedSource source;
    private final boolean isApart;
    private volatile Seeds.Answer answer;
    private volatile @Nullable Thread thread;
    private @Nullable CompletableFuture<List<Address>> question;
    private @Nullable CompletableFuture<Boolean> look;
    private boolean isLate;
    private volatile boolean isForsaken;

    /**
     * @param isApart whether to ask on a thread apart; what cannot block needs none
     */
    AskedSeed(SeedSource source, boolean isApart) {
        this.source = source;
        this.isApart = isApart;
        this.answer = new Seeds.Answer(source.toString(), List.of(), "");
    }

    Seeds.Answer answer() {
        return answer;
    }

    /** Begins to ask, unless it still owes an answer. */
    void ask() {
        if (look != null && look.isDone()) {
            look = null;
        }
        if (isForsaken && question != null && question.isDone()) {
            question = null; // of a former life of the node, which interrupted it
        }
        isForsaken = false;
        if (question == null && look == null) {
            question = begin(source::resolve);
        }
    }

    /** What it said, at the latest when that time has come, and what it said last otherwise. */
    List<Address> take(long deadlineNanos) {
        CompletableFuture<List<Address>> asked = question;
        boolean wasLate = isLate;
        if (asked != null && isDone(asked, deadlineNanos)) {
            try {
                // Slow it remains until it answers in time, or its log would go to and fro.
                told(List.copyOf(asked.join()), wasLate ? answer.failure() : "", null);
            } catch (RuntimeException e) { // may be the application's code
                Throwable cause = e.getCause() == null ? e : e.getCause();
                told(answer.addresses(), reason(cause), cause);
            }
            question = null;
        } else if (!Thread.currentThread().isInterrupted()) {
            told(answer.addresses(), SILENT, null);
        }
        return answer.addresses();
    }

    boolean isFixed() {
        return source.isFixed() && !isFailing();
    }

    /** Whether it is worth asking anew: it says so, or has answered after all. */
    boolean hasChanged(long deadlineNanos) {
        if (question != null) {
            return question.isDone();
        }
        if (look == null) {
            look = begin(source::hasChanged);
        }
        if (!isDone(look, deadlineNanos)) {
            return false;
        }
        // Where looking failed it is asked, and its failure told, like any other.
        boolean isNews = look.isCompletedExceptionally() || look.join();
        look = null;
        return isNews;
    }

    /** Tells it that nobody waits for it any more. Any thread. */
    void interrupt() {
        isForsaken = true;
        Thread asking = thread;
        if (asking != null) {
            asking.interrupt();
        }
    }

    private <T> CompletableFuture<T> begin(Supplier<T> errand) {
        isLate = false;
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable task =
                () -> {
                    try {
                        future.complete(errand.get());
                    } catch (Throwable e) { // whatever it is, it must be told
                        future.completeExceptionally(e);
                    }
                };
        if (isApart) {
            Thread asking = new Thread(task, "gossip-seed " + answer.source());
            asking.setDaemon(true);
            thread = asking;
            asking.start();
        } else {
            task.run();
        }
        return future;
    }

    /** Waits for that; but not again for what was late already. */
    private boolean isDone(CompletableFuture<?> future, long deadlineNanos) {
        try {
            if (!isLate) {
                future.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // told below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the node is closed
        }
        isLate = !future.isDone();
        return !isLate;
    }

    private void told(List<Address> addresses, String failure, @Nullable Throwable cause) {
        boolean wasFailing = isFailing();
        answer = new Seeds.Answer(answer.source(), addresses, failure);
        if (wasFailing && !isFailing()) {
            log.atInfo()
                    .addKeyValue("seed", answer.source())
                    .log("Seed {} is found again", answer.source());
        } else if (!wasFailing && isFailing()) {
            log.atWarn()
                    .addKeyValue("seed", answer.source())
                    .log("Seed {} cannot be found: {}", answer.source(), failure);
            log.debug("Seed {} cannot be found", answer.source(), cause);
        }
    }

    private boolean isFailing() {
        return !answer.failure().isEmpty();
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getName() : message;
    }

    @Override
    public String toString() {
        return answer.source();
    }
}
