package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What we do for others' probes: ping for whoever asks, pass the answer on, and where there is none
 * say at least that we are here (Lifeguard IV-A).
 */
final class HelperDuty {
    /** More pings for others than this at a time are refused: a helper is no amplifier. */
    static final int CAPACITY = 256;

    private final GossipConfig config;
    private final MemberTable table;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<Long, Request> requests = new HashMap<>(); // looked up, never iterated

    HelperDuty(
            GossipConfig config,
            MemberTable table,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.config = config;
        this.table = table;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
    }

    /**
     * Whether the request is taken on. Only members we know may ask, and only for members we know.
     */
    boolean onPingReq(NodeId requester, Message.PingReq asked) {
        if (requests.size() >= CAPACITY
                || !isLive(requester)
                || table.get(asked.target().address()) == null) {
            return false;
        }
        long sequence = random.nextLong();
        Request request = new Request(requester, asked);
        requests.put(sequence, request);
        // First of all the alarm: should sending fail, the request must still end. It comes in time
        // to reach the requester before its own attempt is over.
        request.alarm =
                timers.in(
                        config.probe().timeoutNanos() * 4 / 5,
                        "nack",
                        () -> silent(sequence, request));
        sender.datagram(asked.target(), sender.ping(asked.target(), sequence));
        return true;
    }

    /** An answer to a ping that we sent for another. */
    void onAck(long sequence) {
        Request request = end(sequence);
        if (request != null) {
            long asked = request.asked.sequence();
            sender.datagram(request.requester, sender.ack(request.requester, asked));
        }
    }

    /** The life asked for is gone: the requester is told as we were. */
    void onGone(long sequence, long generation) {
        Request request = end(sequence);
        if (request != null && request.asked.target().generation() == generation) {
            sender.datagram(
                    request.requester, new Message.Gone(request.asked.sequence(), generation));
        }
    }

    private void silent(long sequence, Request request) {
        // A late answer is still worth passing on.
        request.alarm =
                timers.in(
                        config.probe().timeoutNanos(), "late ack", () -> requests.remove(sequence));
        if (config.protection().isSilenceReported()) {
            sender.datagram(request.requester, new Message.Nack(request.asked.sequence()));
        }
    }

    private @Nullable Request end(long sequence) {
        Request request = requests.remove(sequence);
        if (request != null) {
            timers.cancel(request.alarm);
        }
        return request;
    }

    private boolean isLive(NodeId node) {
        Belief belief = table.get(node.address());
        return belief != null && belief.isLive() && belief.id.equals(node);
    }

    private static final class Request {
        private final NodeId requester;
        private final Message.PingReq asked;
        private Timers.@Nullable Alarm alarm;

        private Request(NodeId requester, Message.PingReq asked) {
            this.requester = requester;
            this.asked = asked;
        }
    }
}
