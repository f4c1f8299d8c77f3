package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was sent, received and dropped, per lane and per reason.
 *
 * <p>Written by the loop only, hence no read-modify-write instruction; read from any thread without
 * a lock. The numbers of one snapshot belong to slightly different moments.
 */
public final class Counters implements Observer {
    /** What is counted besides rejections. The names are part of the public promises. */
    public enum Count {
        DATAGRAMS_RECEIVED("datagrams.received"),
        DATAGRAMS_SENT("datagrams.sent"),
        /** Not sent, because too much was waiting already or the packet was too large. */
        DATAGRAMS_DROPPED("datagrams.dropped"),
        /** Refused by the operating system. */
        DATAGRAMS_FAILED("datagrams.failed"),
        DATAGRAM_BYTES_RECEIVED("datagram.bytes.received"),
        DATAGRAM_BYTES_SENT("datagram.bytes.sent"),
        /** Whole frames that came in. */
        STREAMS_RECEIVED("streams.received"),
        STREAMS_SENT("streams.sent"),
        /** Not sent, because too many connections were open already. */
        STREAMS_DROPPED("streams.dropped"),
        /** Not connected, or not sent in time. */
        STREAMS_FAILED("streams.failed"),
        STREAM_BYTES_RECEIVED("stream.bytes.received"),
        STREAM_BYTES_SENT("stream.bytes.sent"),
        /** Probes of others that came in: our address leads here. */
        PROBES_RECEIVED("probes.received"),
        /** Our own probes that were answered, and those that were not by any way. */
        PROBES_ANSWERED("probes.answered"),
        PROBES_FAILED("probes.failed"),
        /** Members that came to be suspected, by us or another, and that came back from it. */
        SUSPICIONS_RAISED("suspicions.raised"),
        SUSPICIONS_REFUTED("suspicions.refuted"),
        /** How often we refuted what others believed of us. */
        REFUTATIONS("refutations"),
        /** Members that we declared dead. */
        VERDICTS("verdicts"),
        /** Exchanges of views that we began. */
        SYNCS("syncs"),
        /** Changes of the own offer that came too fast to be told one by one. */
        OFFERS_HELD_BACK("offers.held-back"),
        /** Rounds of rumors that waited for the byte budget. */
        ROUNDS_HELD_BACK("rounds.held-back"),
        /** Idle connections that we held to others: had, and lost again by no doing of ours. */
        LIFELINES_OPENED("lifelines.opened"),
        LIFELINES_BROKEN("lifelines.broken"),
        /** Connections to addresses that others tell, to see whether they are right. */
        DIALS("dials"),
        /** Inputs that the machine, or an instrument, answered with an exception. */
        FAILURES("failures");

        private final String label;

        Count(String label) {
            this.label = label;
        }
    }

    private static final Count[] COUNTS = Count.values();
    private static final Rejection[] REJECTIONS = Rejection.values();

    private final AtomicLongArray numbers = new AtomicLongArray(COUNTS.length + REJECTIONS.length);

    @Override
    public void packetRejected(Address from, Rejection reason) {
        raise(COUNTS.length + reason.ordinal(), 1);
    }

    @Override
    public void probed(NodeId by) {
        add(Count.PROBES_RECEIVED, 1);
    }

    @Override
    public void probeAnswered(NodeId target, long roundTripNanos) {
        add(Count.PROBES_ANSWERED, 1);
    }

    @Override
    public void probeFailed(NodeId target, int missingNacks) {
        add(Count.PROBES_FAILED, 1);
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        if (before != null
                && after != null
                && before.id().equals(after.id())
                && before.status() != after.status()) {
            if (after.status() == Status.SUSPECT) {
                add(Count.SUSPICIONS_RAISED, 1);
            } else if (before.status() == Status.SUSPECT && after.status() == Status.ALIVE) {
                add(Count.SUSPICIONS_REFUTED, 1);
            }
        }
    }

    @Override
    public void refuted(long incarnation) {
        add(Count.REFUTATIONS, 1);
    }

    @Override
    public void declaredDead(Rumor.Dead verdict) {
        add(Count.VERDICTS, 1);
    }

    @Override
    public void syncBegan() {
        add(Count.SYNCS, 1);
    }

    @Override
    public void offerHeldBack() {
        add(Count.OFFERS_HELD_BACK, 1);
    }

    @Override
    public void roundHeldBack() {
        add(Count.ROUNDS_HELD_BACK, 1);
    }

    /** Counts an input that ended in an exception. Loop only. */
    public void failed() {
        add(Count.FAILURES, 1);
    }

    /** Loop only. */
    public void add(Count count, long amount) {
        raise(count.ordinal(), amount);
    }

    long get(Count count) {
        return numbers.get(count.ordinal());
    }

    /** All numbers by name, those still at zero included. */
    public SortedMap<String, Long> snapshot() {
        TreeMap<String, Long> snapshot = new TreeMap<>();
        for (Count count : COUNTS) {
            snapshot.put(count.label, get(count));
        }
        for (Rejection reason : REJECTIONS) {
            snapshot.put(name(reason), numbers.get(COUNTS.length + reason.ordinal()));
        }
        return Collections.unmodifiableSortedMap(snapshot);
    }

    /** The name under which a rejection is found in {@link #snapshot}. */
    public static String name(Rejection reason) {
        return "rejected." + reason.name().toLowerCase(Locale.ROOT);
    }

    private void raise(int index, long amount) {
        numbers.lazySet(index, numbers.getPlain(index) + amount);
    }
}
