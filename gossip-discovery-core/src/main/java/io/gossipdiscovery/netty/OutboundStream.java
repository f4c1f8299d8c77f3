package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A connection that we open to say one thing: connects from our own address, writes a frame,
 * closes. Loop only.
 */
final class OutboundStream {
    /** How it went. */
    enum Outcome {
        DELIVERED,
        REFUSED,
        FAILED
    }

    /** Told once, when the connection is closed. */
    interface Report {
        void ended(Outcome outcome, int bytes);
    }

    private final Transport transport;
    private final StreamLimits limits;
    private final byte[] frame; // on the heap, as there may never be anybody to release it
    private boolean complete;

    /** Copies the packet. */
    OutboundStream(Transport transport, StreamLimits limits, ByteBuffer packet) {
        this.transport = transport;
        this.limits = limits;
        frame = frame(StreamLane.PREAMBLE, packet);
    }

    /** A copy of the packet with what stands before it on a connection. */
    static byte[] frame(int preamble, ByteBuffer packet) {
        return ByteBuffer.allocate(StreamLane.HEADER_BYTES + packet.remaining())
                .putInt(preamble)
                .putInt(packet.remaining())
                .put(packet.duplicate())
                .array();
    }

    /**
     * Begins to connect from our own address. Where not even a socket could be made, Netty answers
     * on a thread of its own.
     */
    static ChannelFuture connect(
            Transport transport, StreamLimits limits, InetAddress ownIp, Address to) {
        return new Bootstrap()
                .group(transport.loop())
                .channelFactory(transport.channels().socket())
                .option(ChannelOption.ALLOCATOR, transport.channels().buffers())
                .option(ChannelOption.SO_REUSEADDR, true) // else we could block a restart
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) limits.connectTimeout().toMillis())
                .handler(transport.tail())
                .connect(
                        new InetSocketAddress(to.inet(), to.port()),
                        new InetSocketAddress(ownIp, 0));
    }

    void send(InetAddress ownIp, Address to, Report report) {
        ChannelFuture connecting = connect(transport, limits, ownIp, to);
        connecting.addListener(done -> transport.onLoop(() -> connected(connecting, report)));
    }

    private void connected(ChannelFuture connecting, Report report) {
        Channel channel = connecting.channel();
        if (!connecting.isSuccess() || isOurself(channel)) {
            close(channel);
            report.ended(outcome(connecting.cause()), frame.length);
            return;
        }
        Future<?> timer =
                transport
                        .loop()
                        .schedule(
                                () -> channel.close(),
                                limits.frameTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
        channel.closeFuture()
                .addListener(
                        closed -> {
                            timer.cancel(false);
                            report.ended(
                                    complete ? Outcome.DELIVERED : Outcome.FAILED, frame.length);
                        });
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame))
                .addListener((ChannelFutureListener) written -> complete = written.isSuccess())
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static Outcome outcome(Throwable cause) {
        return Refusals.isRefused(cause) ? Outcome.REFUSED : Outcome.FAILED;
    }

    /** Closes a channel; what stands in for one that could not even be made throws at that. */
    static void close(Channel channel) {
        if (channel.isOpen()) {
            channel.close();
        }
    }

    /** TCP lets a socket reach itself where it is given the very port that it wants to reach. */
    static boolean isOurself(Channel channel) {
        return channel.localAddress() == null
                || channel.localAddress().equals(channel.remoteAddress());
    }
}
