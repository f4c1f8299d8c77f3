package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection that somebody opened to us: gathers one frame, hands it in, closes. Loop only.
 *
 * <p>{@code connected → (admitted → gathering → taken) | rejected → closed}. Every connection ends
 * in exactly one of taken and rejected. Memory grows with the bytes that came, never by the length
 * that was claimed; what follows the frame is not read.
 */
final class InboundStream extends ChannelInboundHandlerAdapter {
    private static final int FIRST_BYTES = 512;
    private static final int MOST_BYTES = StreamLane.HEADER_BYTES + WireFormat.STREAM_BYTES;

    private final StreamLane lane;
    private final Address from;
    private final Duration timeout;
    private ByteBuf gathered;
    private Future<?> timer;
    private boolean finished;

    InboundStream(StreamLane lane, Address from, Duration timeout) {
        this.lane = lane;
        this.from = from;
        this.timeout = timeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        lane.arrived();
        if (!lane.admit(from)) {
            finished = true;
            context.close();
            return;
        }
        gathered = context.alloc().buffer(FIRST_BYTES, MOST_BYTES);
        timer =
                context.executor()
                        .schedule(
                                () -> reject(context, Rejection.TRUNCATED),
                                timeout.toNanos(),
                                TimeUnit.NANOSECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        lane.arrived();
        try {
            if (!finished) {
                int wanted = Math.min(bytes.readableBytes(), gathered.maxWritableBytes());
                gathered.writeBytes(bytes, wanted);
                examine(context);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        reject(context, Rejection.TRUNCATED);
        if (gathered != null) {
            timer.cancel(false);
            gathered.release();
            gathered = null;
            lane.release(from);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a reset; what is missing is noticed on the way out
    }

    private void examine(ChannelHandlerContext context) {
        if (!beginsAsOurs()) {
            reject(context, Rejection.FOREIGN);
            return;
        }
        if (gathered.readableBytes() < StreamLane.HEADER_BYTES) {
            return;
        }
        long length = gathered.getUnsignedInt(Integer.BYTES);
        if (length > WireFormat.STREAM_BYTES) {
            reject(context, Rejection.OVERSIZED);
        } else if (gathered.readableBytes() >= StreamLane.HEADER_BYTES + length) {
            finished = true;
            lane.accept(from, gathered.nioBuffer(StreamLane.HEADER_BYTES, (int) length));
            context.close();
        }
    }

    /** Whether as much of the preamble as is there is right. */
    private boolean beginsAsOurs() {
        int known = Math.min(Integer.BYTES, gathered.readableBytes());
        for (int i = 0; i < known; i++) {
            int expected = StreamLane.PREAMBLE >>> 8 * (Integer.BYTES - 1 - i) & 0xff;
            if (gathered.getUnsignedByte(i) != expected) {
                return false;
            }
        }
        return true;
    }

    private void reject(ChannelHandlerContext context, Rejection reason) {
        if (!finished) {
            finished = true;
            lane.reject(from, reason);
            context.close();
        }
    }
}
