package io.gossipdiscovery.sim;

/**
 * What a node has sent since its first start, headers below UDP and TCP not counted.
 *
 * @param datagrams packets sent as datagrams
 * @param datagramBytes their bytes
 * @param streams packets sent as streams
 * @param streamBytes their bytes
 */
public record Traffic(long datagrams, long datagramBytes, long streams, long streamBytes) {
    /** Nothing sent yet. */
    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    /** What was sent since an earlier count. */
    public Traffic since(Traffic earlier) {
        return new Traffic(
                datagrams - earlier.datagrams,
                datagramBytes - earlier.datagramBytes,
                streams - earlier.streams,
                streamBytes - earlier.streamBytes);
    }

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                datagrams + other.datagrams,
                datagramBytes + other.datagramBytes,
                streams + other.streams,
                streamBytes + other.streamBytes);
    }

    public long bytes() {
        return datagramBytes + streamBytes;
    }
}
