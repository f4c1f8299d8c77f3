package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Counters.Count;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The quick lane: one UDP socket. Hands a packet's bytes on as they are; the machine alone knows
 * what they mean. Loop only, except {@link #bind}.
 */
final class DatagramLane {
    /** Largest datagram taken; ours are at most 1,400 bytes. */
    static final int MAX_BYTES = 1500;

    /** Room for one datagram. More than the largest taken, so that a larger one shows. */
    private static final int BUFFER_BYTES = 2048;

    /** Most datagrams read in one turn of the loop: after a pause, all that the socket holds. */
    private static final int READS_PER_TURN = 1024;

    /** Asked of the operating system, so that a pause loses no packets; it may grant less. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    /** Bytes waiting to be sent from which on packets are dropped: late gossip helps nobody. */
    private static final WriteBufferWaterMark PENDING =
            new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    /** Stands in where a datagram claims to come from port 0, which no address can have. */
    private static final int DISCARD_PORT = 9;

    private final Transport transport;
    private final Counters counters;

    @SuppressWarnings("NullAway.Init") // whoever makes a lane binds it
    private Channel channel;

    private @Nullable ChannelFuture lastSent;
    private long arrivals;

    DatagramLane(Transport transport, Counters counters) {
        this.transport = transport;
        this.counters = counters;
    }

    /** Binds; nothing is read before {@link #open}. Called once, by any thread but the loop's. */
    void bind(InetAddress ip, int port) throws IOException {
        channel =
                SocketLanes.bound(
                        new Bootstrap()
                                .group(transport.loop())
                                .channelFactory(transport.channels().datagram())
                                .option(ChannelOption.ALLOCATOR, transport.channels().buffers())
                                .option(ChannelOption.AUTO_READ, false)
                                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, PENDING)
                                .option(
                                        ChannelOption.RECVBUF_ALLOCATOR,
                                        new FixedRecvByteBufAllocator(BUFFER_BYTES)
                                                .maxMessagesPerRead(READS_PER_TURN))
                                .handler(transport.tail()),
                        ip,
                        port);
    }

    void open(Receiver receiver) {
        channel.pipeline().addFirst(new Inbound(receiver));
        channel.config().setAutoRead(true);
    }

    void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    /** Sends a copy, or drops it where too much is waiting. Leaves on {@link #flush}. */
    void send(Address to, ByteBuffer packet) {
        int bytes = packet.remaining();
        if (!channel.isWritable() || bytes > MAX_BYTES) {
            counters.add(Count.DATAGRAMS_DROPPED, 1);
            return;
        }
        ByteBuf copy = channel.alloc().ioBuffer(bytes, bytes).writeBytes(packet.duplicate());
        InetSocketAddress target = new InetSocketAddress(to.inet(), to.port());
        ChannelFuture sending = channel.write(new DatagramPacket(copy, target));
        sending.addListener((ChannelFutureListener) sent -> count(sent, bytes));
        lastSent = sending;
    }

    void flush() {
        channel.flush();
    }

    /** Runs the action on the loop once all that was sent so far has left. */
    void whenSent(Runnable action) {
        flush();
        ChannelFuture sent = lastSent != null ? lastSent : channel.newSucceededFuture();
        sent.addListener(done -> action.run());
    }

    /** How many datagrams came in, good or bad. */
    long arrivals() {
        return arrivals;
    }

    private void count(ChannelFuture sent, int bytes) {
        if (sent.isSuccess()) {
            counters.add(Count.DATAGRAMS_SENT, 1);
            counters.add(Count.DATAGRAM_BYTES_SENT, bytes);
        } else {
            counters.add(Count.DATAGRAMS_FAILED, 1);
        }
    }

    private void take(Receiver receiver, DatagramPacket packet) {
        ByteBuf bytes = packet.content();
        InetSocketAddress sender = packet.sender();
        arrivals++;
        counters.add(Count.DATAGRAMS_RECEIVED, 1);
        counters.add(Count.DATAGRAM_BYTES_RECEIVED, bytes.readableBytes());
        if (sender.getPort() == 0) {
            Address from = Address.of(sender.getAddress(), DISCARD_PORT);
            receiver.rejected(from, Rejection.MALFORMED);
            return;
        }
        Address from = Address.of(sender.getAddress(), sender.getPort());
        if (bytes.readableBytes() > MAX_BYTES) {
            receiver.rejected(from, Rejection.OVERSIZED);
        } else {
            receiver.packet(Lane.DATAGRAM, from, bytes.nioBuffer());
        }
    }

    private final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Receiver receiver;

        Inbound(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            take(receiver, packet);
        }
    }
}
