package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Both lanes on one port of one address, by UDP and TCP. Loop only, except {@link #bind} and {@link
 * #port}.
 */
public final class SocketLanes implements Lanes {
    private final DatagramLane datagrams;
    private final StreamLane streams;
    private final Dialer dialer;
    private final int port;

    private SocketLanes(DatagramLane datagrams, StreamLane streams, Dialer dialer, int port) {
        this.datagrams = datagrams;
        this.streams = streams;
        this.dialer = dialer;
        this.port = port;
    }

    /**
     * Binds TCP, then UDP on the same port. Nothing is read before a driver opens the lanes. Not to
     * be called on the loop.
     *
     * @param port 0 asks for any; as the system looks for a free TCP port only, this may have to be
     *     tried again
     * @throws IOException if either cannot be bound; then neither is
     */
    public static SocketLanes bind(
            Transport transport, InetAddress ip, int port, StreamLimits limits, Counters counters)
            throws IOException {
        StreamLane streams = new StreamLane(transport, limits, counters);
        DatagramLane datagrams = new DatagramLane(transport, counters);
        int bound = streams.bind(ip, port);
        try {
            datagrams.bind(ip, bound);
        } catch (IOException e) {
            streams.close();
            throw e;
        }
        Dialer dialer = new Dialer(transport, limits.connectTimeout(), counters, bound);
        return new SocketLanes(datagrams, streams, dialer, bound);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        datagrams.send(to, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        streams.send(to, packet);
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        streams.openLifeline(to, packet);
    }

    @Override
    public void closeLifeline(Address to) {
        streams.closeLifeline(to);
    }

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        dialer.dial(number, host, port, mayBeLoopback);
    }

    @Override
    public void open(Receiver receiver) {
        datagrams.open(receiver);
        streams.open(receiver);
        dialer.open(receiver);
    }

    @Override
    public void flush() {
        datagrams.flush();
    }

    @Override
    public void whenSent(Runnable action) {
        datagrams.whenSent(action);
    }

    @Override
    public long arrivals() {
        return datagrams.arrivals() + streams.arrivals();
    }

    @Override
    public void close() {
        dialer.close();
    }

    static Channel bound(AbstractBootstrap<?, ?> socket, InetAddress ip, int port)
            throws IOException {
        ChannelFuture binding = socket.bind(ip, port).awaitUninterruptibly();
        if (binding.isSuccess()) {
            return binding.channel();
        }
        Throwable cause = binding.cause();
        throw cause instanceof IOException e ? e : new IOException(cause);
    }
}
