package io.gossipdiscovery.swim;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What time the machine was last told, and what is due when: a binary heap of named alarms. Alarms
 * with equal deadlines fire in the order in which they were set.
 */
final class Timers {
    /** The deadline of a machine that wants nothing. */
    static final long NEVER = Long.MAX_VALUE;

    private Alarm[] heap = new Alarm[16];
    private int size;
    private long sequence;
    private long nowNanos;
    private long stoodStillNanos;

    /** The time at which the present input came, less all the time that we were away. */
    long now() {
        return nowNanos;
    }

    /** Sets the very first time, whatever it is: the origin of a monotonic clock is arbitrary. */
    void begin(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /**
     * Tells the time; never backwards.
     *
     * <p>Where the earliest alarm is later than the threshold, we were not there to hear it:
     * paused, starved or suspended. For all that is measured here that time has not been. Otherwise
     * every answer that could have come meanwhile would count as missing, and our own sleep as the
     * fault of others.
     *
     * @return for how long we were away; 0 if we were not
     */
    long tell(long nowNanos, long thresholdNanos) {
        long next = nowNanos - stoodStillNanos;
        long lateNanos = size == 0 ? 0 : next - heap[0].deadlineNanos;
        long awayNanos = lateNanos > thresholdNanos ? lateNanos : 0;
        stoodStillNanos += awayNanos;
        next -= awayNanos;
        if (next - this.nowNanos > 0) {
            this.nowNanos = next;
        }
        return awayNanos;
    }

    /** An alarm so many nanoseconds from now. */
    Alarm in(long delayNanos, String name, Runnable action) {
        Alarm alarm = new Alarm(nowNanos + delayNanos, sequence++, name, action);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(alarm, size++);
        up(alarm.index);
        return alarm;
    }

    /** Takes an alarm off, if it is still to come. Null is no alarm. */
    void cancel(@Nullable Alarm alarm) {
        if (alarm == null || alarm.index < 0) {
            return;
        }
        int hole = alarm.index;
        alarm.index = -1;
        Alarm last = heap[--size];
        heap[size] = null;
        if (last != alarm) {
            place(last, hole);
            up(hole);
            down(last.index);
        }
    }

    /** Fires what is due by now; what alarms set for now or earlier fires too. */
    void fireDue() {
        while (size > 0 && heap[0].deadlineNanos - nowNanos <= 0) {
            Alarm due = heap[0];
            cancel(due);
            due.action.run();
        }
    }

    /** When the earliest alarm is due on the clock of whoever tells the time, or {@link #NEVER}. */
    long nextDeadlineNanos() {
        return size == 0 ? NEVER : heap[0].deadlineNanos + stoodStillNanos;
    }

    private void up(int from) {
        int index = from;
        while (index > 0 && heap[index].isBefore(heap[(index - 1) / 2])) {
            swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void down(int from) {
        int index = from;
        while (true) {
            int least = index;
            for (int child = 2 * index + 1; child <= 2 * index + 2 && child < size; child++) {
                if (heap[child].isBefore(heap[least])) {
                    least = child;
                }
            }
            if (least == index) {
                return;
            }
            swap(index, least);
            index = least;
        }
    }

    private void swap(int a, int b) {
        Alarm alarm = heap[a];
        place(heap[b], a);
        place(alarm, b);
    }

    private void place(Alarm alarm, int index) {
        heap[index] = alarm;
        alarm.index = index;
    }

    /** Something to be done at a time. */
    static final class Alarm {
        private final long sequence;
        private final String name;
        private final Runnable action;
        private final long deadlineNanos;
        private int index = -1;

        private Alarm(long deadlineNanos, long sequence, String name, Runnable action) {
            this.deadlineNanos = deadlineNanos;
            this.sequence = sequence;
            this.name = name;
            this.action = action;
        }

        /** Whether it is still to come. */
        boolean isSet() {
            return index >= 0;
        }

        long deadlineNanos() {
            return deadlineNanos;
        }

        private boolean isBefore(Alarm other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference != 0 ? difference < 0 : sequence < other.sequence;
        }

        @Override
        public String toString() {
            return name + "@" + deadlineNanos;
        }
    }
}
