package io.gossipdiscovery.netty;

import java.time.Duration;

/**
 * How much of this node strangers may occupy through the stream lane.
 *
 * @param frameTimeout how long a connection may take from first to last byte. Default 5 s
 * @param connectTimeout how long reaching another node may take. Default 2 s
 * @param inbound connections from others at a time. Times {@code WireFormat.STREAM_BYTES} this
 *     bounds the memory. Default 256
 * @param inboundPerHost connections from one IP at a time, so that one host cannot shut out the
 *     others; many nodes may share an IP. Default 64
 * @param outbound connections to others at a time. Default 64
 * @param lifelines idle connections that others may keep open to us. Each node expects three, and
 *     some more while the cluster changes. Default 64
 */
public record StreamLimits(
        Duration frameTimeout,
        Duration connectTimeout,
        int inbound,
        int inboundPerHost,
        int outbound,
        int lifelines) {

    /** What nodes use. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), 256, 64, 64, 64);

    public StreamLimits withFrameTimeout(Duration frameTimeout) {
        return new StreamLimits(
                frameTimeout, connectTimeout, inbound, inboundPerHost, outbound, lifelines);
    }
}
