package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One probe in flight: its target, how far it has come, and which nacks are owed to us. */
final class Probe {
    final Belief member;

    /** The life that is asked for; a later one at the same address is another matter. */
    final NodeId target;

    final long sequence;
    final long startNanos;

    /** How often we asked: directly, through helpers, or both at once. */
    int steps;

    /** Helpers asked, each of whom owes us an ack or a nack (Lifeguard IV-A). */
    final List<Belief> helpers = new ArrayList<>();

    int nacks;

    /** Whether the target's machine accepted a connection while we asked. */
    boolean isDelivered;

    /** Whether it refused one, since it last accepted one. */
    boolean isRefused;

    /** When a stream was last sent, if any was. */
    long streamNanos;

    boolean isStreamSent;

    /** When a target that refused has had its time to answer by datagram; null before. */
    Timers.@Nullable Alarm settling;

    long settlingNanos;

    /** When the present attempt is over. */
    Timers.@Nullable Alarm alarm;

    Probe(Belief member, long sequence, long startNanos) {
        this.member = member;
        this.target = member.id;
        this.sequence = sequence;
        this.startNanos = startNanos;
    }

    /** What we saw, where nobody answers and no refusal counts. */
    Evidence evidence() {
        return isDelivered ? Evidence.HUNG : Evidence.SILENT;
    }

    ProbeReport answered(NodeId speaker, Lane lane, long nowNanos) {
        ProbeReport.Way own =
                lane == Lane.DATAGRAM ? ProbeReport.Way.DIRECT : ProbeReport.Way.STREAM;
        return report(speaker.equals(target) ? own : ProbeReport.Way.HELPER, null, nowNanos);
    }

    ProbeReport failed(Evidence evidence, long nowNanos) {
        return report(null, evidence, nowNanos);
    }

    private ProbeReport report(
            ProbeReport.@Nullable Way way, @Nullable Evidence evidence, long nowNanos) {
        return new ProbeReport(
                target,
                way,
                evidence,
                steps,
                helpers.size(),
                nacks,
                missingNacks(),
                isStreamSent,
                isDelivered,
                isRefused,
                nowNanos - startNanos);
    }

    /** Helpers that are doubted by now are excused: their silence says nothing about ourselves. */
    int missingNacks() {
        long owed = helpers.stream().filter(helper -> helper.status() == Status.ALIVE).count();
        return (int) Math.max(0, owed - nacks);
    }
}
