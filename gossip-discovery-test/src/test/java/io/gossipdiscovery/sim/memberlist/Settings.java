package io.gossipdiscovery.sim.memberlist;

import java.time.Duration;

/**
 * The numbers of memberlist's documentation, named as there, and what its messages are made of.
 *
 * @param probeInterval one probe in each
 * @param probeTimeout how long a direct ping may take before others are asked
 * @param indirectChecks others asked, besides one ping over TCP
 * @param suspicionMult the shortest suspicion is this times max(1, log10 n) probe intervals; this
 *     less 2 confirmations are waited for
 * @param suspicionMaxTimeoutMult the longest suspicion in shortest ones
 * @param awarenessMaxMultiplier Lifeguard's local health stretches the probe up to this much
 * @param gossipInterval one round of gossip in each
 * @param gossipNodes members told in a round
 * @param retransmitMult a message is sent this times ⌈log10(n + 1)⌉ times
 * @param pushPullInterval exchange of everything with one member over TCP, up to 32 nodes; rarer in
 *     larger clusters
 * @param gossipToTheDeadTime how long the dead are told of their death, and then forgotten
 * @param packetBytes largest datagram
 * @param nameBytes length of a node's name
 * @param metaBytes what a node says of itself in its alive message
 * @param ackPayloadBytes what an ack carries beyond its own fields; Serf's coordinates
 * @param userStateBytes what a push/pull carries beyond the members; Serf's clocks and events
 * @param sealBytes what encryption adds to a datagram
 */
public record Settings(
        Duration probeInterval,
        Duration probeTimeout,
        int indirectChecks,
        int suspicionMult,
        int suspicionMaxTimeoutMult,
        int awarenessMaxMultiplier,
        Duration gossipInterval,
        int gossipNodes,
        int retransmitMult,
        Duration pushPullInterval,
        Duration gossipToTheDeadTime,
        int packetBytes,
        int nameBytes,
        int metaBytes,
        int ackPayloadBytes,
        int userStateBytes,
        int sealBytes) {

    /** Bytes that one service takes in a node's metadata. */
    private static final int SERVICE_BYTES = 51;

    /** {@code DefaultLANConfig}, one service a node, encrypted: as memberlist would serve us. */
    public static Settings lan() {
        return sized(22, SERVICE_BYTES, 0, 0, 29);
    }

    /** A Serf agent as it was measured: short names, a few tags, coordinates, not encrypted. */
    public static Settings serf() {
        return sized(3, 25, 132, 600, 0);
    }

    private static Settings sized(int name, int meta, int ackPayload, int userState, int seal) {
        return new Settings(
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                3,
                4,
                6,
                8,
                Duration.ofMillis(200),
                3,
                4,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                1400,
                name,
                meta,
                ackPayload,
                userState,
                seal);
    }

    int pingBytes() {
        return 59 + 2 * nameBytes;
    }

    int indirectPingBytes() {
        return pingBytes() + 26;
    }

    int ackBytes() {
        return 20 + ackPayloadBytes;
    }

    int nackBytes() {
        return 13;
    }

    /** Both a suspect and a dead message. */
    int accusationBytes() {
        return 27 + 2 * nameBytes;
    }

    int aliveBytes() {
        return 56 + nameBytes + metaBytes;
    }

    /** How often a message is sent in a cluster of that size. */
    int transmits(int nodes) {
        return retransmitMult * (int) Math.ceil(Math.log10(nodes + 1.0));
    }

    long shortestSuspicionNanos(int nodes) {
        double scale = Math.max(1, Math.log10(Math.max(1, nodes)));
        return (long) (suspicionMult * scale * probeInterval.toNanos());
    }

    long pushPullNanos(int nodes) {
        double beyond = Math.log(nodes) / Math.log(2) - 5;
        long times = nodes <= 32 ? 1 : (long) Math.ceil(beyond) + 1;
        return pushPullInterval.toNanos() * times;
    }
}
