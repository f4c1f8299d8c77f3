package io.gossipdiscovery.netty;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a fact. The limit is generous, as it only says when to give up. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final long STEP_NANOS = Duration.ofMillis(2).toNanos();

    private Await() {}

    /** Waits until the fact holds; where it never does, fails with what was seen instead. */
    public static void until(String fact, BooleanSupplier holds, Supplier<?> seen) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + fact + ", but " + seen.get());
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    public static void until(String fact, BooleanSupplier holds) {
        until(fact, holds, () -> "not so");
    }
}
