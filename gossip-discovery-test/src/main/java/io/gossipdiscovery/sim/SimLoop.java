package io.gossipdiscovery.sim;

import java.util.Arrays;

/**
 * Everything that is yet to happen, in the order of virtual time; equal times keep the order in
 * which they were set. Time does not pass, it jumps to the next event.
 *
 * <p>A binary heap over three parallel arrays: the simulator spends much of its time here, and an
 * object for each entry would cost more than the entry.
 */
final class SimLoop {
    /** Something that happens at one moment. */
    interface Event {
        void happen();
    }

    private long[] times = new long[1024];
    private long[] orders = new long[1024];
    private Event[] events = new Event[1024];
    private int size;
    private long nowNanos;
    private long set;
    private long happened;

    long nowNanos() {
        return nowNanos;
    }

    /** How many events have happened: with the seed, the exact place in a run. */
    long happened() {
        return happened;
    }

    int waiting() {
        return size;
    }

    /** Sets an event. What is set for the past happens now. */
    void at(long timeNanos, Event event) {
        if (size == times.length) {
            grow();
        }
        long time = Math.max(timeNanos, nowNanos);
        long order = set++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (isBefore(parent, time, order)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        fill(hole, time, order, event);
    }

    /** Lets the next event happen, unless it lies after that time; then only time passes. */
    boolean step(long untilNanos) {
        if (size == 0 || times[0] > untilNanos) {
            nowNanos = Math.max(nowNanos, untilNanos);
            return false;
        }
        nowNanos = times[0];
        happened++;
        takeFirst().happen();
        return true;
    }

    private Event takeFirst() {
        final Event first = events[0];
        int last = --size;
        long time = times[last];
        long order = orders[last];
        final Event event = events[last];
        events[last] = null;
        int hole = 0;
        for (int child = 1; child < last; child = 2 * hole + 1) {
            int right = child + 1;
            int smaller =
                    right < last && isBefore(right, times[child], orders[child]) ? right : child;
            if (!isBefore(smaller, time, order)) {
                break;
            }
            move(smaller, hole);
            hole = smaller;
        }
        if (last > 0) {
            fill(hole, time, order, event);
        }
        return first;
    }

    private boolean isBefore(int index, long time, long order) {
        return times[index] != time ? times[index] < time : orders[index] < order;
    }

    private void move(int from, int to) {
        fill(to, times[from], orders[from], events[from]);
    }

    private void fill(int index, long time, long order, Event event) {
        times[index] = time;
        orders[index] = order;
        events[index] = event;
    }

    private void grow() {
        times = Arrays.copyOf(times, size * 2);
        orders = Arrays.copyOf(orders, size * 2);
        events = Arrays.copyOf(events, size * 2);
    }
}
