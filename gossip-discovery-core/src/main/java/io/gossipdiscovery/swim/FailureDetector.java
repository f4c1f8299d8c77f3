package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.ProtectionConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Protocol periods: one member after the other is probed, directly, then through helpers and over a
 * stream as well (SWIM 3.1). A probe that nobody answers makes its target a suspect; no suspect is
 * declared dead unless our own probe of it failed too, or it is proven to be gone.
 */
final class FailureDetector {
    /** About so many nodes of a larger cluster look for themselves where one says gone. */
    static final int VERIFIERS = 3;

    /** In a cluster of so many nodes everybody does. */
    static final int SMALL_CLUSTER = 8;

    /** The least part of an attempt that who refuses connections has to answer by datagram. */
    static final int SETTLING_PARTS = 5;

    /** How many periods the positive control looks back over. */
    private static final int WINDOW_PERIODS = 2;

    /** An isolated node probes so many members in each period, to find out who hears it. */
    private static final int SURVEY = 8;

    private final ProbeConfig config;
    private final ProtectionConfig protection;
    private final MemberTable table;
    private final ProbeOrder order;
    private final Membership membership;
    private final LocalHealth health;
    private final Isolation isolation;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private final PositiveControl control;
    private final Map<Long, Probe> bySequence = new HashMap<>(); // looked up, never iterated
    private final Map<NodeId, Probe> byTarget = new HashMap<>();
    private Predicate<Belief> isWatched = member -> false;
    private Timers.@Nullable Alarm period;
    private boolean isStopped;

    FailureDetector(
            ProbeConfig config,
            ProtectionConfig protection,
            MemberTable table,
            ProbeOrder order,
            Membership membership,
            LocalHealth health,
            Isolation isolation,
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
        this.isolation = isolation;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
        control = new PositiveControl(table, timers, WINDOW_PERIODS * config.intervalNanos());
        membership.onSuspicionDue(this::decide);
        membership.onSaidGone(this::verify);
    }

    /** Who is watched by us over a lifeline: whoever is said to be gone is looked for by these. */
    void onVerifying(Predicate<Belief> isWatched) {
        this.isWatched = isWatched;
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
        if (!isStopped && !byTarget.containsKey(member.id)) {
            attempt(begin(member));
        }
    }

    /**
     * Probes a member by datagram and stream together: there is reason to think that its process
     * has ended, and a refused connection would say so at once.
     */
    void probeBothWays(Belief member) {
        if (isStopped) {
            return;
        }
        Probe probe = byTarget.get(member.id);
        if (probe == null) {
            probe = begin(member);
            attempt(probe);
        }
        if (!probe.isStreamSent || timers.now() - probe.streamNanos >= leastSettlingNanos()) {
            askByStream(probe);
        }
    }

    /** An answer to a direct ping, or a helper's word of one. */
    void onAck(long sequence, NodeId speaker, Lane lane) {
        Probe probe = bySequence.get(sequence);
        if (probe != null) {
            end(probe);
            control.answered(probe.member);
            membership.absolve(probe.member);
            if (speaker.equals(probe.target)) {
                answeredItself(probe.member, lane);
            }
            health.improve();
            isolation.onAnswered(probe.target);
            observer.probeAnswered(probe.target, timers.now() - probe.startNanos);
            observer.probeEnded(probe.answered(speaker, lane, timers.now()));
        }
    }

    private void answeredItself(Belief member, Lane lane) {
        if (lane == Lane.STREAM) {
            member.trouble(timers.now()).answersByStream = true;
        } else if (member.trouble() != null) {
            member.trouble().answersByStream = false;
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
        if (member == null) {
            return;
        }
        member.isReached = true;
        Probe probe = byTarget.get(member.id);
        // Else it was begun before we asked; after a refusal it is a later one.
        if (probe != null && (probe.isStreamSent || probe.isRefused)) {
            probe.isDelivered = true;
            probe.isRefused = false;
        }
    }

    /**
     * A connection to an address was refused. That says something only where one to this life
     * worked before, and where the life does not answer by datagram either: a firewall refuses too.
     */
    void onRefused(Address to) {
        Belief member = table.get(to);
        Probe probe = member == null ? null : byTarget.get(member.id);
        if (member == null || probe == null || !member.isReached || probe.isRefused) {
            return;
        }
        probe.isRefused = true;
        probe.isDelivered = false;
        control.refused(member);
        timers.cancel(probe.settling);
        probe.settlingNanos = settlingNanos(probe);
        settle(probe);
        sender.datagram(probe.target, ping(probe));
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
                membership.declareReplaced(probe.member);
            }
        }
    }

    /**
     * Another says that a member is gone. A few of us look for ourselves, so that its word finds a
     * second witness, or is found to be wrong, before the suspicion is over.
     */
    private void verify(Belief suspect) {
        int nodes = table.clusterSize();
        boolean isChosen = isWatched.test(suspect) || nodes <= SMALL_CLUSTER;
        if (suspect.isReached && (isChosen || random.nextInt(nodes) < VERIFIERS)) {
            probeBothWays(suspect);
        }
    }

    private void nextPeriodIn(long delayNanos) {
        period = timers.in(delayNanos, "period", this::period);
    }

    private void period() {
        long interval = config.intervalNanos();
        boolean isSurvey = isolation.isIsolated();
        nextPeriodIn(isSurvey ? interval : health.stretch(interval));
        for (int i = 0; i < (isSurvey ? SURVEY : 1); i++) {
            Belief member = order.next();
            if (member != null) {
                probe(member);
            }
        }
    }

    private Probe begin(Belief member) {
        Probe probe = new Probe(member, random.nextLong(), timers.now());
        bySequence.put(probe.sequence, probe);
        byTarget.put(probe.target, probe);
        return probe;
    }

    private void attempt(Probe probe) {
        // First of all the alarm: should sending fail, the probe must still end.
        probe.alarm =
                timers.in(health.stretch(config.timeoutNanos()), "probe", () -> unanswered(probe));
        int step = probe.steps++;
        if (step < config.attempts()) {
            sender.datagram(probe.target, ping(probe));
        }
        if (step > 0) {
            askHelpers(probe);
        }
        if (step == streamStep(probe.member)) {
            askByStream(probe);
        }
    }

    /**
     * Where datagrams are blocked, streams may pass. But a connection costs as much as ten
     * datagrams, and on a network that loses packets the second ping or a helper is answered as a
     * rule: so only the last attempt asks by stream as well, unless that was of use before.
     */
    private int streamStep(Belief member) {
        boolean wasOfUse = member.trouble() != null && member.trouble().answersByStream;
        return wasOfUse ? 1 : config.steps() - 1;
    }

    private void askByStream(Probe probe) {
        if (!protection.isStreamTried()) {
            return;
        }
        probe.isStreamSent = true;
        probe.streamNanos = timers.now();
        sender.stream(probe.target, ping(probe));
    }

    private Message.Ping ping(Probe probe) {
        return sender.ping(probe.target, probe.sequence);
    }

    /** Two round trips, of which the refusal has just shown the length, if that is longer. */
    private long settlingNanos(Probe probe) {
        long roundTripNanos = probe.isStreamSent ? timers.now() - probe.streamNanos : 0;
        return Math.max(leastSettlingNanos(), health.stretch(2 * roundTripNanos));
    }

    private long leastSettlingNanos() {
        return health.stretch(config.timeoutNanos() / SETTLING_PARTS);
    }

    private void settle(Probe probe) {
        probe.settling = timers.in(probe.settlingNanos, "settled", () -> settled(probe));
    }

    /** A target that refused has not answered by datagram either: it is gone, if we hear well. */
    private void settled(Probe probe) {
        if (isObsolete(probe)) {
            end(probe);
        } else if (probe.isRefused && control.isPassed()) {
            fail(probe, Evidence.GONE);
        } else if (probe.isRefused) {
            settle(probe);
            table.sample(PositiveControl.ANSWERS, this::isTrusted).forEach(this::probe);
        }
    }

    private boolean isTrusted(Belief member) {
        return member.status() == Status.ALIVE && !byTarget.containsKey(member.id);
    }

    private void askHelpers(Probe probe) {
        for (Belief helper : table.sample(config.helpers(), member -> mayHelp(member, probe))) {
            sender.datagram(helper.id, new Message.PingReq(probe.sequence, probe.target));
            if (protection.isSilenceReported()) {
                probe.helpers.add(helper);
            }
        }
    }

    private static boolean mayHelp(Belief member, Probe probe) {
        return member != probe.member && member.status() == Status.ALIVE;
    }

    private void unanswered(Probe probe) {
        boolean isObsolete = isObsolete(probe);
        if (!isObsolete && probe.steps < config.steps()) {
            attempt(probe);
            return;
        }
        if (isObsolete) {
            end(probe);
            return;
        }
        if (probe.missingNacks() > 0 || probe.helpers.isEmpty()) {
            health.worsen(); // nobody vouched for our being heard at all
        }
        fail(probe, probe.evidence());
    }

    private boolean isObsolete(Probe probe) {
        return isStopped || !probe.member.id.equals(probe.target) || !probe.member.isLive();
    }

    private void fail(Probe probe, Evidence evidence) {
        end(probe);
        observer.probeFailed(probe.target, probe.missingNacks());
        observer.probeEnded(probe.failed(evidence, timers.now()));
        probe.member.trouble(timers.now()).probeFailedNanos = timers.now();
        membership.suspect(probe.member, evidence);
        if (evidence == Evidence.SILENT) { // anything else came from outside: we are not cut off
            isolation.onFailed();
        }
    }

    /**
     * A suspect's time is over. Verify before declare (reliability 4.2): other nodes' failures to
     * reach it do not convict it here, as long as it may well answer us.
     */
    private void decide(Belief suspect) {
        if (isStopped) {
            return;
        }
        long failedNanos = suspect.trouble(timers.now()).probeFailedNanos;
        boolean isVerified =
                failedNanos - suspect.suspicion().startNanos() >= 0
                        || !protection.isVerdictVerified();
        if (isolation.isIsolated()) {
            membership.arm(suspect, config.intervalNanos()); // the likelier fault is ours
        } else if (isVerified) {
            membership.declareDead(suspect);
        } else {
            membership.arm(suspect, health.stretch(config.probeNanos()) + config.timeoutNanos());
            probe(suspect);
        }
    }

    private void end(Probe probe) {
        timers.cancel(probe.alarm);
        timers.cancel(probe.settling);
        bySequence.remove(probe.sequence);
        byTarget.remove(probe.target);
    }
}
