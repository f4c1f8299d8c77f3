package io.gossipdiscovery.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.PreferHeapByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;

import jdk.net.ExtendedSocketOptions;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One loop with one daemon thread, and the channels that fit it: epoll where Netty's native
 * transport is on the class path and works, NIO otherwise.
 *
 * <p>A node has one of its own, so that a second node in the same JVM, or the application's web
 * server, cannot hold it up. Thread-safe.
 */
public final class Transport implements Executor, AutoCloseable {
    /** How long {@link #close} waits for the loop to end. */
    private static final long CLOSE_MILLIS = 2_000;

    /** An idle connection is checked after so many seconds, ... */
    private static final int KEEPALIVE_IDLE_SECONDS = 60;

    /** ... then in such steps, ... */
    private static final int KEEPALIVE_STEP_SECONDS = 10;

    /** ... and given up after so many that were not answered. */
    private static final int KEEPALIVE_STEPS = 3;

    private static final String EPOLL = "io.netty.channel.epoll.Epoll";

    private final EventLoopGroup group;
    private final Channels channels;
    private final ChannelGroup opened;
    private final Tail tail;
    private volatile @Nullable Thread thread;

    /** With sockets of that kind. */
    Transport(Channels channels) {
        this.channels = channels;
        group = new MultiThreadIoEventLoopGroup(1, this::thread, channels.io());
        opened = new DefaultChannelGroup(loop(), true);
        tail = new Tail(opened);
    }

    /** The best that this machine has. */
    public static Transport open() {
        return new Transport(hasEpoll() ? Native.CHANNELS : nioChannels());
    }

    /** NIO even where there is better. */
    static Transport nio() {
        return new Transport(nioChannels());
    }

    /** Names the loop's thread, once it is known which port it serves. */
    public void rename(String name) {
        loop().execute(() -> Thread.currentThread().setName(name));
    }

    /** Whether the caller runs on the loop. */
    public boolean isLoopThread() {
        return loop().inEventLoop();
    }

    /**
     * Closes all channels and ends the thread. Waits for that up to two seconds, unless called on
     * the loop itself.
     */
    @Override
    public void close() {
        // A loop told to end during its tasks ends without closing its channels (Netty 4.2.17).
        ChannelGroupFuture closing = opened.close();
        if (!isLoopThread()) {
            closing.awaitUninterruptibly(CLOSE_MILLIS);
        }
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        Thread ending = thread;
        if (ending != null && ending != Thread.currentThread()) {
            joined(ending);
        }
    }

    /**
     * Does something on the loop, after whatever it is doing now; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException after the loop's end
     */
    @Override
    public void execute(Runnable action) {
        loop().execute(action);
    }

    /** Does something on the loop, at once where we are on it. */
    void onLoop(Runnable action) {
        if (isLoopThread()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }

    /**
     * Lets the kernel ask now and then whether the other end is there, as far as it can be told
     * how: so that what is idle stays open in the tables on its way, and a lost one is noticed.
     */
    void keepAlive(Channel channel) {
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channels.keepAlive().forEach((option, value) -> channel.config().setOption(option, value));
    }

    /** The last handler of every pipeline. */
    Tail tail() {
        return tail;
    }

    EventLoop loop() {
        return group.next();
    }

    Channels channels() {
        return channels;
    }

    private Thread thread(Runnable work) {
        Thread started = new FastThreadLocalThread(work, "gossip");
        started.setDaemon(true);
        thread = started;
        return started;
    }

    private static void joined(Thread ending) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        while (ending.isAlive()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                ending.join(left);
            } catch (InterruptedException e) {
                interrupted = true; // the wait is short, and half-closed is worse
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasEpoll() {
        try {
            Class.forName(EPOLL, false, Transport.class.getClassLoader());
            return Native.isAvailable();
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static Channels nioChannels() {
        return new Channels(
                NioIoHandler.newFactory(),
                NioDatagramChannel::new,
                NioServerSocketChannel::new,
                NioSocketChannel::new,
                new PreferHeapByteBufAllocator(UnpooledByteBufAllocator.DEFAULT),
                Map.of(
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                        KEEPALIVE_IDLE_SECONDS,
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                        KEEPALIVE_STEP_SECONDS,
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                        KEEPALIVE_STEPS));
    }

    /**
     * How sockets are made for this kind of loop.
     *
     * @param buffers where their bytes lie: for NIO on the heap, because Netty's pool and the
     *     flight recorder's events that it brings take time at the start and memory for ever, and a
     *     node sends a few packets a second; epoll reads and writes off the heap alone, where a
     *     buffer without a pool may be dear to free
     */
    record Channels(
            IoHandlerFactory io,
            ChannelFactory<DatagramChannel> datagram,
            ChannelFactory<ServerSocketChannel> server,
            ChannelFactory<SocketChannel> socket,
            ByteBufAllocator buffers,
            Map<ChannelOption<Integer>, Integer> keepAlive) {}

    /** Apart, so that the optional classes are loaded only where they are known to be there. */
    private static final class Native {
        static final Channels CHANNELS =
                new Channels(
                        EpollIoHandler.newFactory(),
                        EpollDatagramChannel::new,
                        EpollServerSocketChannel::new,
                        EpollSocketChannel::new,
                        ByteBufAllocator.DEFAULT,
                        Map.of(
                                EpollChannelOption.TCP_KEEPIDLE,
                                KEEPALIVE_IDLE_SECONDS,
                                EpollChannelOption.TCP_KEEPINTVL,
                                KEEPALIVE_STEP_SECONDS,
                                EpollChannelOption.TCP_KEEPCNT,
                                KEEPALIVE_STEPS));

        static boolean isAvailable() {
            return Epoll.isAvailable();
        }
    }
}
