package io.gossipdiscovery.sim.memberlist;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is due when, on a machine that is told the time. */
final class Alarms {
    private final PriorityQueue<Alarm> waiting =
            new PriorityQueue<>(
                    Comparator.<Alarm>comparingLong(a -> a.atNanos)
                            .thenComparingLong(a -> a.order));
    private long nowNanos;
    private long orders;

    long nowNanos() {
        return nowNanos;
    }

    void tell(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    Alarm in(long nanos, Runnable action) {
        Alarm alarm = new Alarm(nowNanos + Math.max(0, nanos), orders++, action);
        waiting.add(alarm);
        return alarm;
    }

    /** Lets all that is due ring. */
    void ring() {
        while (nextNanos() <= nowNanos) {
            Alarm alarm = waiting.poll();
            alarm.action.run();
        }
    }

    long nextNanos() {
        while (!waiting.isEmpty() && waiting.peek().cancelled) {
            waiting.poll();
        }
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().atNanos;
    }

    /** Something to be done at a time. */
    static final class Alarm {
        private final long atNanos;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Alarm(long atNanos, long order, Runnable action) {
            this.atNanos = atNanos;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }
    }
}
