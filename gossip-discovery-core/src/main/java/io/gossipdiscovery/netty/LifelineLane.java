package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Counters.Count;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections that stay open and idle: those that we hold to others, and how many others hold
 * to us. After its one frame a lifeline says nothing in either direction; keepalives of the kernel
 * are all that passes. Loop only.
 */
final class LifelineLane {
    /** {@code GDL1}: a stream that is to stay open after its frame. */
    static final int PREAMBLE = 0x47444c31;

    private final Transport transport;
    private final StreamLimits limits;
    private final Counters counters;
    private final Map<Address, Channel> held = new HashMap<>(); // looked up, never iterated
    private int guests;

    LifelineLane(Transport transport, StreamLimits limits, Counters counters) {
        this.transport = transport;
        this.limits = limits;
        this.counters = counters;
    }

    /** Opens one; told once when it is broken, unless {@link #close} came first. */
    void open(InetAddress ownIp, Address to, ByteBuffer packet, Runnable broken) {
        close(to);
        byte[] frame = OutboundStream.frame(PREAMBLE, packet);
        ChannelFuture connecting = OutboundStream.connect(transport, limits, ownIp, to);
        Channel channel = connecting.channel();
        held.put(to, channel);
        connecting.addListener(
                done -> transport.onLoop(() -> connected(connecting, to, frame, broken)));
    }

    void close(Address to) {
        Channel channel = held.remove(to);
        if (channel != null) {
            OutboundStream.close(channel);
        }
    }

    /** Lets a guest stay, if there is room. Whoever stays must {@link #leave}. */
    boolean stay(Channel guest) {
        if (guests >= limits.lifelines()) {
            return false;
        }
        guests++;
        transport.keepAlive(guest);
        return true;
    }

    void leave() {
        guests--;
    }

    private void connected(ChannelFuture connecting, Address to, byte[] frame, Runnable broken) {
        Channel channel = connecting.channel();
        if (!connecting.isSuccess() || OutboundStream.isOurself(channel)) {
            OutboundStream.close(channel);
            ended(to, channel, broken);
            return;
        }
        counters.add(Count.LIFELINES_OPENED, 1);
        transport.keepAlive(channel);
        channel.pipeline().addFirst(new Silence());
        channel.closeFuture().addListener(closed -> ended(to, channel, broken));
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
    }

    private void ended(Address to, Channel channel, Runnable broken) {
        if (held.remove(to, channel)) {
            counters.add(Count.LIFELINES_BROKEN, 1);
            broken.run();
        }
    }
}
