package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Protocol periods: one member after the other is probed, directly, then through helpers and over a
 * stream as well (SWIM 4.1). A probe that nobody answers makes its target a suspect; no suspect is
 * declared dead unless our own probe of it failed too.
 */
final class FailureDetector {
    private final ProbeConfig config;
    private final MemberTable table;
    private final ProbeOrder order;
    private final Membership membership;
    private final LocalHealth health;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private final Map<Long, Probe> bySequence = new HashMap<>(); // looked up, never iterated
    private final Map<NodeId, Probe> byTarget = new HashMap<>();
    private Timers.Alarm period;

    FailureDetector(
            ProbeConfig config,
            MemberTable table,
            ProbeOrder order,
            Membership membership,
            LocalHealth health,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.order = order;
        this.membership = membership;
        this.health = health;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
        membership.onSuspicionDue(this::decide);
    }

    /** Begins the first period at a random moment, so that nodes started together probe apart. */
    void start() {
        nextPeriodIn(random.nextLong(config.intervalNanos()));
    }

    /** Probes nobody any more. */
    void stop() {
        timers.cancel(period);
    }

    /** Probes a member now, unless that is being done. */
    void probe(Belief member) {
        if (byTarget.containsKey(member.id)) {
            return;
        }
        Probe probe = new Probe(member, random.nextLong(), timers.now());
        bySequence.put(probe.sequence, probe);
        byTarget.put(probe.target, probe);
        attempt(probe);
    }

    /** An answer to a direct ping, or a helper's word of one. */
    void onAck(long sequence) {
        Probe probe = end(bySequence.get(sequence));
        if (probe != null) {
            health.improve();
            observer.probeAnswered(probe.target, timers.now() - probe.startNanos);
        }
    }

    /** A helper is there, and so are we: only the target is silent. */
    void onNack(long sequence) {
        Probe probe = bySequence.get(sequence);
        if (probe != null) {
            probe.nacks++;
        }
    }

    /** Another life answers at the target's address: the one we asked for is not there any more. */
    void onGone(long sequence, long generation) {
        Probe probe = bySequence.get(sequence);
        if (probe != null && probe.target.generation() == generation) {
            end(probe);
            if (probe.member.id.equals(probe.target) && probe.member.isLive()) {
                membership.accuse(probe.member, true);
            }
        }
    }

    private void nextPeriodIn(long delayNanos) {
        period = timers.in(delayNanos, "period", this::period);
    }

    private void period() {
        nextPeriodIn(health.stretch(config.intervalNanos()));
        Belief member = order.next();
        if (member != null) {
            probe(member);
        }
    }

    private void attempt(Probe probe) {
        Message.Ping ping = new Message.Ping(probe.sequence, table.viewHash());
        sender.datagram(probe.target, ping);
        if (probe.attempts > 0) {
            askHelpers(probe);
        }
        if (probe.attempts == 1) {
            sender.stream(probe.target, ping); // where datagrams are blocked, streams may pass
        }
        probe.attempts++;
        probe.alarm =
                timers.in(health.stretch(config.timeoutNanos()), "probe", () -> unanswered(probe));
    }

    private void askHelpers(Probe probe) {
        for (Belief helper : table.sample(config.helpers(), member -> member != probe.member)) {
            sender.datagram(helper.id, new Message.PingReq(probe.sequence, probe.target));
            probe.helpersAsked++;
        }
    }

    private void unanswered(Probe probe) {
        boolean isObsolete = !probe.member.id.equals(probe.target) || !probe.member.isLive();
        if (!isObsolete && probe.attempts < config.attempts()) {
            attempt(probe);
            return;
        }
        end(probe);
        if (isObsolete) {
            return;
        }
        int missing = probe.missingNacks();
        if (missing > 0 || probe.helpersAsked == 0) {
            health.worsen(); // nobody vouched for our being heard at all
        }
        observer.probeFailed(probe.target, missing);
        probe.member.probeFailedNanos = timers.now();
        membership.accuse(probe.member, false);
    }

    /**
     * A suspect's time is over. Verify before declare (reliability 4.2): other nodes' failures to
     * reach it do not convict it here, as long as it may well answer us.
     */
    private void decide(Belief suspect) {
        if (suspect.probeFailedNanos - suspect.suspicion.startNanos() >= 0) {
            membership.accuse(suspect, true);
        } else {
            membership.arm(suspect, health.stretch(config.probeNanos()) + config.timeoutNanos());
            probe(suspect);
        }
    }

    private Probe end(Probe probe) {
        if (probe != null) {
            timers.cancel(probe.alarm);
            bySequence.remove(probe.sequence);
            byTarget.remove(probe.target);
        }
        return probe;
    }
}
