package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.sim.Traffic;

/** What traffic weighs on the wire: our own bytes, and the headers below them. */
final class Wire {
    /** IPv4 and UDP. */
    private static final int UDP_BYTES = 28;

    /** The link's header, which measurements on a real interface count too. */
    private static final int LINK_BYTES = 14;

    /** Handshake, acknowledgements and end of a connection, six segments in all. */
    private static final int STREAM_SEGMENTS = 6;

    private static final int SEGMENT_BYTES = 1400;
    private static final int TCP_BYTES = 40;

    /** What AES-GCM would add to a packet: version, nonce and tag, as memberlist has them. */
    private static final int SEAL_BYTES = 29;

    private Wire() {}

    /** With the headers of IP, UDP and TCP. */
    static double ipBytes(Traffic traffic) {
        return traffic.bytes()
                + UDP_BYTES * traffic.datagrams()
                + (double) TCP_BYTES * segments(traffic);
    }

    /** With those of the link too, as Serf's traffic was measured. */
    static double serfBytes(Traffic traffic) {
        return ipBytes(traffic) + LINK_BYTES * (double) (traffic.datagrams() + segments(traffic));
    }

    /** As {@link #ipBytes}, every packet sealed; the model's are already. */
    static double sealedBytes(Traffic traffic, boolean isSealed) {
        long packets = traffic.datagrams() + traffic.streams();
        return ipBytes(traffic) + (isSealed ? 0 : SEAL_BYTES * packets);
    }

    private static long segments(Traffic traffic) {
        return STREAM_SEGMENTS * traffic.streams()
                + (traffic.streamBytes() + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    }
}
