package io.gossipdiscovery.wire;

import java.nio.charset.StandardCharsets;

/**
 * Every number of the format in one place. Big-endian; lengths stand before what they measure;
 * {@code varint} is LEB128, unsigned. See {@code docs/wire-format.md}.
 *
 * <pre>
 * packet  = magic 2 · version 1 · type 1 · checksum 4 · cluster tag 8 · sender node · target generation 8 · body · rumor*
 * node    = address · generation 8
 * address = family 1 (4 or 6) · ip 4 or 16 · port 2
 * rumor   = kind 1 · length varint · content
 * </pre>
 */
public final class WireFormat {
    /** "GD". */
    public static final short MAGIC = 0x4744;

    public static final byte VERSION = 1;

    /** Largest packet of a stream, in bytes. */
    public static final int STREAM_BYTES = 256 * 1024;

    /** Target generation of a packet for whoever listens at that address. */
    public static final long ANYBODY = 0;

    /**
     * No incarnation and no offer has a higher number. A node whose number somebody else raised to
     * it cannot outbid that; it takes a new life instead.
     */
    public static final long COUNTER_CEILING = 1L << 62;

    /** Where the checksum stands: CRC-32C over the type and all that follows the checksum. */
    static final int CHECKSUM_AT = 4;

    /** No header is longer than magic to tag, an IPv6 node and a generation. */
    static final int MOST_HEADER_BYTES = 16 + 27 + 8;

    static final byte PING = 1;
    static final byte PING_REQ = 2;
    static final byte ACK = 3;
    static final byte NACK = 4;
    static final byte GOSSIP = 5;
    static final byte FETCH = 7;
    static final byte GONE = 8;
    static final byte DIGEST = 9;
    static final byte ROLL = 10;
    static final byte BUSY = 11;
    static final byte ASK = 24;
    static final byte CHECK = 25;
    static final byte SEEN = 26;

    /** Flag of a type: who sent the packet is an observer, and no member of the cluster. */
    static final byte BY_OBSERVER = (byte) 0x80;

    static final byte ALIVE = 1;
    static final byte SUSPECT = 2;
    static final byte DEAD = 3;
    static final byte LEFT = 4;
    static final byte OFFERED = 5;
    static final byte NOTICE = 6;

    static final byte FAMILY_V4 = 4;
    static final byte FAMILY_V6 = 6;

    /** Flag of a digest: the answer is wanted in datagrams. */
    static final byte FOR_DATAGRAMS = 1;

    /** The body of a check, filled with zeros: as long as the longest answer, or longer. */
    static final int CHECK_BYTES = 48;

    /** A view is told in two to the power of at least and at most so many buckets. */
    public static final int MIN_BUCKET_BITS = 6;

    public static final int MAX_BUCKET_BITS = 9;

    /** Flag of an instance: callers must use TLS. */
    static final byte SECURE = 1;

    private WireFormat() {}

    /** What stands for a cluster's name on every packet: 64 bits of FNV-1a, well mixed. */
    public static long clusterTag(String cluster) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : cluster.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /**
     * Spreads every input bit over all output bits (Stafford's variant 13 of the MurmurHash3
     * finisher).
     */
    public static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
