package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.netty.Counters.Count;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Connects to see whether somebody is there: says nothing, and closes at once. From whichever
 * address the system takes for it, as callers of a service do. Loop only, except {@link #close}.
 *
 * <p>Names are looked up on a thread of its own, which ends when it had nothing to do for a while:
 * a look-up may block for long, and the system gives no other.
 */
final class Dialer {
    /** Names that may wait to be looked up; more are not tried. */
    static final int MOST_LOOK_UPS = 64;

    private static final long IDLE_SECONDS = 10;

    /** The machine waits so long; what is looked up later is of no use to anybody. */
    private static final long PATIENCE_NANOS = 2_500_000_000L;

    private final Transport transport;
    private final Duration timeout;
    private final Counters counters;
    private final ThreadPoolExecutor names;

    @SuppressWarnings("NullAway.Init") // nothing is dialled before open
    private Receiver receiver;

    Dialer(Transport transport, Duration timeout, Counters counters, int port) {
        this.transport = transport;
        this.timeout = timeout;
        this.counters = counters;
        names =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MOST_LOOK_UPS),
                        work -> daemon(work, port));
        names.allowCoreThreadTimeOut(true);
    }

    void open(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Tries it; the receiver is told the outcome in a later turn of the loop. */
    void dial(long number, String host, int port, boolean mayBeLoopback) {
        counters.add(Count.DIALS, 1);
        try {
            connect(number, Address.of(host, port).inet(), port, mayBeLoopback);
        } catch (IllegalArgumentException e) { // a name
            lookUp(number, host, port, mayBeLoopback);
        }
    }

    void close() {
        names.shutdownNow();
    }

    private void lookUp(long number, String host, int port, boolean mayBeLoopback) {
        long askedNanos = System.nanoTime();
        try {
            names.execute(() -> lookedUp(number, host, port, mayBeLoopback, askedNanos));
        } catch (RejectedExecutionException e) {
            later(() -> ended(number, Dial.NOT_TRIED)); // not now: the machine is at work
        }
    }

    private void lookedUp(
            long number, String host, int port, boolean mayBeLoopback, long askedNanos) {
        if (isGivenUp(askedNanos)) {
            return; // it waited for a slower one
        }
        try {
            InetAddress ip = InetAddress.getByName(host);
            if (!isGivenUp(askedNanos)) {
                later(() -> connect(number, ip, port, mayBeLoopback));
            }
        } catch (UnknownHostException e) {
            later(() -> ended(number, Dial.UNKNOWN_NAME));
        }
    }

    /** Whether nobody waits for it any more. */
    private static boolean isGivenUp(long askedNanos) {
        return System.nanoTime() - askedNanos >= PATIENCE_NANOS;
    }

    private void connect(long number, InetAddress ip, int port, boolean mayBeLoopback) {
        // By whichever name or spelling: nobody else shall make us knock at our own doors.
        if (ip.isAnyLocalAddress() || ip.isLoopbackAddress() && !mayBeLoopback) {
            later(() -> ended(number, Dial.LOOPBACK));
            return;
        }
        ChannelFuture connecting =
                new Bootstrap()
                        .group(transport.loop())
                        .channelFactory(transport.channels().socket())
                        .option(ChannelOption.ALLOCATOR, transport.channels().buffers())
                        .option(ChannelOption.AUTO_READ, false) // nobody wants what it says
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(timeout.toMillis()))
                        .handler(transport.tail())
                        .connect(new InetSocketAddress(ip, port));
        connecting.addListener(done -> later(() -> connected(number, connecting)));
    }

    private void connected(long number, ChannelFuture connecting) {
        boolean isConnected =
                connecting.isSuccess() && !OutboundStream.isOurself(connecting.channel());
        OutboundStream.close(connecting.channel());
        if (isConnected) {
            ended(number, Dial.CONNECTED);
        } else {
            boolean isRefused = connecting.isSuccess() || Refusals.isRefused(connecting.cause());
            ended(number, isRefused ? Dial.REFUSED : Dial.SILENT);
        }
    }

    private void ended(long number, Dial outcome) {
        receiver.dialed(number, outcome);
    }

    private void later(Runnable action) {
        try {
            transport.execute(action);
        } catch (RejectedExecutionException e) {
            // the node is closed
        }
    }

    private static Thread daemon(Runnable work, int port) {
        Thread thread = new Thread(work, "gossip-names-" + port);
        thread.setDaemon(true);
        return thread;
    }
}
