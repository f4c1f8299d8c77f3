package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection that somebody opened to us: gathers one frame, hands it in, closes. A lifeline stays
 * open instead, if there is room, until somebody speaks again. Loop only.
 *
 * <p>{@code connected → (admitted → gathering → taken (→ kept)) | rejected → closed}. Every
 * connection ends in exactly one of taken and rejected. Memory grows with the bytes that came,
 * never by the length that was claimed; what follows the frame is not read.
 */
final class InboundStream extends ChannelInboundHandlerAdapter {
    private static final int FIRST_BYTES = 512;
    private static final int MOST_BYTES = StreamLane.HEADER_BYTES + WireFormat.STREAM_BYTES;

    private final StreamLane lane;
    private final Address from;
    private final Duration timeout;
    private @Nullable ByteBuf gathered;
    private @Nullable Future<?> timer;
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
            ByteBuf frame = gathered;
            if (!finished && frame != null) {
                int wanted = Math.min(bytes.readableBytes(), frame.maxWritableBytes());
                frame.writeBytes(bytes, wanted);
                examine(context, frame);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean isEmpty = gathered != null && !gathered.isReadable();
        reject(context, isEmpty ? Rejection.EMPTY : Rejection.TRUNCATED);
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a reset; what is missing is noticed on the way out
    }

    private void examine(ChannelHandlerContext context, ByteBuf frame) {
        if (!beginsAsOurs(frame)) {
            reject(context, Rejection.FOREIGN);
            return;
        }
        if (frame.readableBytes() < StreamLane.HEADER_BYTES) {
            return;
        }
        long length = frame.getUnsignedInt(Integer.BYTES);
        if (length > WireFormat.STREAM_BYTES) {
            reject(context, Rejection.OVERSIZED);
        } else if (frame.readableBytes() >= StreamLane.HEADER_BYTES + length) {
            boolean isLifeline = frame.getInt(0) == LifelineLane.PREAMBLE;
            if (isLifeline && frame.readableBytes() > StreamLane.HEADER_BYTES + length) {
                reject(context, Rejection.FOREIGN); // it says more than a lifeline may
                return;
            }
            if (isLifeline && !keep(context)) {
                reject(context, Rejection.CAPACITY);
                return;
            }
            finished = true;
            lane.accept(from, frame.nioBuffer(StreamLane.HEADER_BYTES, (int) length));
            if (isLifeline) {
                forget();
            } else {
                context.close();
            }
        }
    }

    /** From now on the connection costs a socket and no more. */
    private boolean keep(ChannelHandlerContext context) {
        LifelineLane lifelines = lane.lifelines();
        if (!lifelines.stay(context.channel())) {
            return false;
        }
        context.pipeline().addBefore(context.name(), null, new Silence());
        context.channel().closeFuture().addListener(closed -> lifelines.leave());
        return true;
    }

    private void forget() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (gathered != null) {
            gathered.release();
            gathered = null;
            lane.release(from);
        }
    }

    /** Whether as much of a preamble as is there is right. */
    private static boolean beginsAsOurs(ByteBuf frame) {
        return beginsWith(frame, StreamLane.PREAMBLE) || beginsWith(frame, LifelineLane.PREAMBLE);
    }

    private static boolean beginsWith(ByteBuf frame, int preamble) {
        int known = Math.min(Integer.BYTES, frame.readableBytes());
        for (int i = 0; i < known; i++) {
            int expected = preamble >>> 8 * (Integer.BYTES - 1 - i) & 0xff;
            if (frame.getUnsignedByte(i) != expected) {
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
