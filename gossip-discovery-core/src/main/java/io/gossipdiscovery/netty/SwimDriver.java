package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Swim;
import io.gossipdiscovery.wire.Rejection;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Gives the machine what it wants: its packets, the commands of its node and one wake-up; and reads
 * the clock for it. All on the one loop, so that the machine needs no lock.
 *
 * <p>Packets come before alarms. A turn of the loop reads sockets first and runs tasks afterwards;
 * where a wake-up is late by more than {@link #LATE_NANOS}, the process was stopped or starved, and
 * the driver lets turns pass until the sockets are drained. Otherwise a node would accuse others of
 * its own sleep (Lifeguard, "slow message processing").
 */
public final class SwimDriver implements Receiver {
    /** Whose machine is driven. Called on the loop. */
    public interface Owner {
        /**
         * The last input of this turn is done; at most once a turn, and only where there was one.
         */
        void turnEnded();

        /** An exception came out of the machine or out of {@link #turnEnded}. */
        void failed(Throwable e);
    }

    /** A wake-up later than this tells of a pause. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Turns in which nothing came in before the sockets count as drained; accepting takes some. */
    private static final int QUIET_TURNS = 3;

    /** Most turns to wait for that; an endless stream of packets must not stop time. */
    private static final int MOST_TURNS = 64;

    /** Rest after an exception, so that an alarm that always fails does not spin the loop. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Lanes lanes;
    private final Swim swim;
    private final Observer observer;
    private final Owner owner;
    private final Runnable endTurn = this::endTurn;
    private final Runnable wake = this::wake;

    private boolean turnOpen;
    private boolean resting;
    private boolean stopped;
    private long armedFor = NEVER;
    private @Nullable Future<?> wakeUp;
    private long arrivalsSeen;
    private int quietTurns;
    private int turnsWaited;

    /**
     * A driver that does nothing before {@link #start}.
     *
     * @param observer the machine's own, told also of what the lanes reject
     */
    public SwimDriver(Transport transport, Lanes lanes, Swim swim, Observer observer, Owner owner) {
        loop = transport.loop();
        this.lanes = lanes;
        this.swim = swim;
        this.observer = observer;
        this.owner = owner;
    }

    /** Starts the machine and opens the lanes. Once, before anything else; any thread. */
    public void start() {
        command(
                now -> {
                    swim.start(now);
                    lanes.open(this);
                });
    }

    /** Runs a command on the loop with the time; any thread. Does nothing after the loop's end. */
    public void command(LongConsumer command) {
        try {
            loop.execute(() -> input(command));
        } catch (RejectedExecutionException e) {
            // the node is closed, and nobody is there to obey
        }
    }

    /** Runs the action on the loop once all datagrams written so far have left. Loop only. */
    public void whenSent(Runnable action) {
        lanes.whenSent(action);
    }

    /** Takes no further input and wakes no more; any thread. */
    public void stop() {
        command(
                now -> {
                    stopped = true;
                    disarm();
                });
    }

    @Override
    public void packet(Lane lane, Address from, ByteBuffer packet) {
        input(now -> swim.receive(now, lane, from, packet));
    }

    @Override
    public void delivered(Address to) {
        input(now -> swim.streamDelivered(now, to));
    }

    @Override
    public void refused(Address to) {
        input(now -> swim.streamRefused(now, to));
    }

    @Override
    public void broken(Address to) {
        input(now -> swim.lifelineBroken(now, to));
    }

    @Override
    public void dialed(long number, Dial outcome) {
        input(now -> swim.dialed(now, number, outcome));
    }

    @Override
    public void rejected(Address from, Rejection reason) {
        observer.packetRejected(from, reason);
    }

    private void input(LongConsumer act) {
        if (stopped) {
            return;
        }
        try {
            act.accept(System.nanoTime());
        } catch (Throwable e) { // one bad input, or a bug it found, must not end the node
            failed(e);
        } finally {
            if (!turnOpen) {
                turnOpen = true;
                loop.execute(endTurn);
            }
        }
    }

    /** Answers leave last: what they acknowledge is then to be seen by applications. */
    private void endTurn() {
        turnOpen = false;
        try {
            if (!stopped) {
                owner.turnEnded();
            }
        } catch (Throwable e) {
            failed(e);
        }
        lanes.flush();
        if (!stopped) {
            arm();
        }
    }

    private void failed(Throwable e) {
        resting = true;
        owner.failed(e);
    }

    private void arm() {
        long next = swim.nextDeadlineNanos();
        if (next == armedFor && !resting) {
            return;
        }
        disarm();
        armedFor = next;
        if (next != NEVER) {
            long delay = Math.max(0, next - System.nanoTime());
            schedule(resting ? Math.max(delay, REST_NANOS) : delay);
        }
        resting = false;
    }

    private void disarm() {
        if (wakeUp != null) {
            wakeUp.cancel(false);
            wakeUp = null;
        }
        armedFor = NEVER;
    }

    private void schedule(long delayNanos) {
        wakeUp = loop.schedule(wake, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void wake() {
        if (mayHavePackets()) {
            schedule(1); // not before the next turn, which reads the sockets first
            return;
        }
        turnsWaited = 0;
        quietTurns = 0;
        wakeUp = null;
        armedFor = NEVER;
        input(swim::advance);
    }

    private boolean mayHavePackets() {
        if (System.nanoTime() - armedFor < LATE_NANOS || turnsWaited >= MOST_TURNS) {
            return false;
        }
        turnsWaited++;
        long arrivals = lanes.arrivals();
        quietTurns = arrivals == arrivalsSeen ? quietTurns + 1 : 0;
        arrivalsSeen = arrivals;
        return quietTurns < QUIET_TURNS;
    }
}
