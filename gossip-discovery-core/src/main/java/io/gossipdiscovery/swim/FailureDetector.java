package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.ProtectionConfig;
import io.gossipdiscovery.model.Address;
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
    private final ProtectionConfig protection;
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
    private boolean isStopped;

    FailureDetector(
            ProbeConfig config,
            ProtectionConfig protection,
            MemberTable table,
            ProbeOrder order,
            Membership membership,
            LocalHealth health,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            Observer observer) {
        this.config = config;
        this.protection = protection;
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

    /** Probes nobody any more, and accuses nobody. */
    void stop() {
        isStopped = true;
        timers.cancel(period);
    }

    /** Probes a member now, unless that is being done. */
    void probe(Belief member) {
        if (isStopped || byTarget.containsKey(member.id)) {
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
            membership.absolve(probe.member);
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

    /** A connection to an address was accepted: somebody's machine is there, and listens. */
    void onDelivered(Address to) {
        Belief member = table.get(to);
        Probe probe = member == null ? null : byTarget.get(member.id);
        if (probe != null) {
            probe.isDelivered = true;
        }
    }

    /** Somebody has a reason to doubt a member. That makes us ask sooner, and convicts nobody. */
    void onHint(Address address) {
        Belief member = table.get(address);
        if (member != null && member.isLive() && member != table.self()) {
            probe(member);
        }
    }

    /** Another life answers at the target's address: the one we asked for is not there any more. */
    void onGone(long sequence, long generation) {
        Probe probe = bySequence.get(sequence);
        if (probe != null && probe.target.generation() == generation) {
            end(probe);
            if (probe.member.id.equals(probe.target) && probe.member.isLive()) {
                membership.declareDead(probe.member);
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
        // First of all the alarm: should sending fail, the probe must still end.
        probe.alarm =
                timers.in(health.stretch(config.timeoutNanos()), "probe", () -> unanswered(probe));
        int step = probe.steps++;
        Message.Ping ping = new Message.Ping(probe.sequence, table.viewHash());
        if (step < config.attempts()) {
            sender.datagram(probe.target, ping);
        }
        if (step > 0) {
            askHelpers(probe);
        }
        if (step == 1 && protection.isStreamTried()) {
            sender.stream(probe.target, ping); // where datagrams are blocked, streams may pass
        }
    }

    private void askHelpers(Probe probe) {
        for (Belief helper : table.sample(config.helpers(), member -> member != probe.member)) {
            sender.datagram(helper.id, new Message.PingReq(probe.sequence, probe.target));
            probe.nacksOwed += protection.isSilenceReported() ? 1 : 0;
        }
    }

    private void unanswered(Probe probe) {
        boolean isObsolete =
                isStopped || !probe.member.id.equals(probe.target) || !probe.member.isLive();
        if (!isObsolete && probe.steps < config.steps()) {
            attempt(probe);
            return;
        }
        end(probe);
        if (isObsolete) {
            return;
        }
        int missing = probe.missingNacks();
        if (missing > 0 || probe.nacksOwed == 0) {
            health.worsen(); // nobody vouched for our being heard at all
        }
        observer.probeFailed(probe.target, missing);
        probe.member.probeFailedNanos = timers.now();
        membership.suspect(probe.member, probe.evidence());
    }

    /**
     * A suspect's time is over. Verify before declare (reliability 4.2): other nodes' failures to
     * reach it do not convict it here, as long as it may well answer us.
     */
    private void decide(Belief suspect) {
        if (isStopped) {
            return;
        }
        boolean isVerified =
                suspect.probeFailedNanos - suspect.suspicion.startNanos() >= 0
                        || !protection.isVerdictVerified();
        if (isVerified) {
            membership.declareDead(suspect);
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
