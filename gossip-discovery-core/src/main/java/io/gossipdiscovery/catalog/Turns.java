package io.gossipdiscovery.catalog;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One listener's turns on the application's executor: one at a time, and never more than one
 * waiting. {@code pokes} counts the changes nobody has looked at; whoever raises it from zero
 * submits the one turn, and a turn that finds new pokes at its end submits the next. Thread-safe.
 */
final class Turns implements Runnable {
    private final Runnable turn;
    private final Executor executor;
    private final Consumer<Throwable> troubles;
    private final AtomicInteger pokes = new AtomicInteger();
    private volatile boolean ended;

    /**
     * No turn yet.
     *
     * @param turn what the listener does; what it throws goes to the troubles, and turns go on
     * @param troubles told also of an executor that refuses or fails
     */
    Turns(Runnable turn, Executor executor, Consumer<Throwable> troubles) {
        this.turn = turn;
        this.executor = executor;
        this.troubles = troubles;
    }

    /** There is something to look at. */
    void poke() {
        if (!ended && pokes.getAndIncrement() == 0) {
            submit();
        }
    }

    /** No further turn begins; one that runs goes on. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public void run() {
        int answered = pokes.get();
        try {
            turn.run();
        } catch (Throwable e) { // the application's code: whatever it throws, turns go on
            troubles.accept(e);
        } finally {
            if (pokes.addAndGet(-answered) != 0) {
                submit();
            }
        }
    }

    private void submit() {
        try {
            executor.execute(this);
        } catch (RuntimeException | Error e) { // the application's: others have to be woken too
            pokes.set(0); // the next change tries again
            if (!ended) {
                troubles.accept(e);
            }
        }
    }
}
