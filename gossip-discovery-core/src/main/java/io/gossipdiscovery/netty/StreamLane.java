package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Counters.Count;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.WireFormat;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The roomy lane: TCP on the same port. A stream is a larger datagram: connect, one frame, close;
 * an answer is a stream of its own. Loop only, except {@link #bind}.
 *
 * <p>A frame is the preamble {@code GDS1}, four bytes of length and the packet. The preamble tells
 * another program's request before anything is believed about its length. One that begins with
 * {@code GDL1} stays open after its frame: see {@link LifelineLane}.
 */
final class StreamLane {
    /** {@code GDS1}. */
    static final int PREAMBLE = 0x47445331;

    /** Preamble and length. */
    static final int HEADER_BYTES = 8;

    /** Connections that the operating system may hold for us until we accept them. */
    private static final int BACKLOG = 256;

    private final Transport transport;
    private final StreamLimits limits;
    private final Counters counters;
    private final LifelineLane lifelines;
    private final Map<InetAddress, Integer> guestsByHost = new HashMap<>();
    private int guests;
    private int outbound;
    private long arrivals;

    @SuppressWarnings("NullAway.Init") // whoever makes a lane binds it
    private Channel server;

    @SuppressWarnings("NullAway.Init") // as above
    private InetAddress ip;

    @SuppressWarnings("NullAway.Init") // nothing comes in or goes out before the lane is opened
    private Receiver receiver;

    StreamLane(Transport transport, StreamLimits limits, Counters counters) {
        this.transport = transport;
        this.limits = limits;
        this.counters = counters;
        lifelines = new LifelineLane(transport, limits, counters);
    }

    /**
     * Binds; nobody is let in before {@link #open}. Called once, by any thread but the loop's.
     *
     * @return the port, which the system chose where 0 was asked for
     */
    int bind(InetAddress ip, int port) throws IOException {
        this.ip = ip;
        ServerBootstrap listening =
                new ServerBootstrap()
                        .group(transport.loop())
                        .channelFactory(transport.channels().server())
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true) // a restart finds its own remains
                        .handler(transport.tail())
                        .childOption(ChannelOption.ALLOCATOR, transport.channels().buffers())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel guest) {
                                        greet(guest);
                                    }
                                });
        server = SocketLanes.bound(listening, ip, port);
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    void open(Receiver receiver) {
        this.receiver = receiver;
        server.config().setAutoRead(true);
    }

    void close() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
    }

    /** Sends a copy through a connection of its own, or drops it where too many are open. */
    void send(Address to, ByteBuffer packet) {
        if (outbound >= limits.outbound() || packet.remaining() > WireFormat.STREAM_BYTES) {
            counters.add(Count.STREAMS_DROPPED, 1);
            return;
        }
        outbound++;
        new OutboundStream(transport, limits, packet)
                .send(ip, to, (outcome, bytes) -> sent(to, outcome, bytes));
    }

    /** Opens a connection that stays. */
    void openLifeline(Address to, ByteBuffer packet) {
        lifelines.open(ip, to, packet, () -> broken(to));
    }

    void closeLifeline(Address to) {
        lifelines.close(to);
    }

    /** The lifelines that others hold to us. */
    LifelineLane lifelines() {
        return lifelines;
    }

    /** How often something came in: a connection, some bytes, or the end of a lifeline. */
    long arrivals() {
        return arrivals;
    }

    void arrived() {
        arrivals++;
    }

    /** Lets a connection in, if there is room. Whoever is let in must {@link #release}. */
    boolean admit(Address from) {
        int fromHost = guestsByHost.getOrDefault(from.inet(), 0);
        if (guests >= limits.inbound() || fromHost >= limits.inboundPerHost()) {
            reject(from, Rejection.CAPACITY);
            return false;
        }
        guests++;
        guestsByHost.put(from.inet(), fromHost + 1);
        return true;
    }

    void release(Address from) {
        guests--;
        guestsByHost.computeIfPresent(from.inet(), (host, n) -> n == 1 ? null : n - 1);
    }

    void reject(Address from, Rejection reason) {
        receiver.rejected(from, reason);
    }

    void accept(Address from, ByteBuffer packet) {
        counters.add(Count.STREAMS_RECEIVED, 1);
        counters.add(Count.STREAM_BYTES_RECEIVED, HEADER_BYTES + packet.remaining());
        receiver.packet(Lane.STREAM, from, packet);
    }

    private void greet(SocketChannel guest) {
        InetSocketAddress remote = guest.remoteAddress();
        if (remote == null) {
            guest.close(); // gone before it was let in
            return;
        }
        Address from = Address.of(remote.getAddress(), remote.getPort());
        guest.pipeline()
                .addLast(new InboundStream(this, from, limits.frameTimeout()))
                .addLast(transport.tail());
    }

    private void broken(Address to) {
        arrived();
        receiver.broken(to);
    }

    private void sent(Address to, OutboundStream.Outcome outcome, int bytes) {
        outbound--;
        if (outcome == OutboundStream.Outcome.DELIVERED) {
            counters.add(Count.STREAMS_SENT, 1);
            counters.add(Count.STREAM_BYTES_SENT, bytes);
            receiver.delivered(to);
            return;
        }
        counters.add(Count.STREAMS_FAILED, 1);
        if (outcome == OutboundStream.Outcome.REFUSED) {
            receiver.refused(to);
        }
    }
}
