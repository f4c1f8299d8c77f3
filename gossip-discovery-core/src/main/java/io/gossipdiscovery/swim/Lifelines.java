package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.Address;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Idle connections to our successors on a ring of hashed addresses. The kernel of a process that
 * ends closes its connections, so that some three others know within a millisecond that there is
 * something to ask (the ring of sockets of JGroups' FD_SOCK).
 *
 * <p>A broken lifeline convicts nobody: a middlebox may have cut it. It makes us probe the member
 * at once, both ways, and is made again after a while.
 */
final class Lifelines {
    /** Changes of the cluster are gathered for so long before the ring is looked at again. */
    static final long GATHERING_NANOS = 250_000_000L;

    /** Longest pause before a broken lifeline is made again. One that held for longer was good. */
    static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

    /** An unanswered lifeline is given up after so many time-outs of a ping. */
    private static final int PATIENCE = 10;

    private final ProbeConfig config;
    private final boolean isWanted;
    private final MemberTable table;
    private final FailureDetector detector;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final List<Lifeline> held = new ArrayList<>();
    private List<Belief> successors = List.of();
    private boolean isOtherRing = true;
    private Timers.@Nullable Alarm gathering;
    private boolean isStopped;

    /**
     * Holds none yet.
     *
     * @param isWanted whether there are to be any
     */
    Lifelines(
            ProbeConfig config,
            boolean isWanted,
            MemberTable table,
            FailureDetector detector,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.config = config;
        this.isWanted = isWanted && config.lifelines() > 0;
        this.table = table;
        this.detector = detector;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
    }

    /** A member came, went, or became another life. */
    void memberChanged(Belief member) {
        if (!isWanted || isStopped) {
            return;
        }
        isOtherRing |= successors.contains(member) || isSuccessor(member);
        if (gathering == null || !gathering.isSet()) {
            gathering = timers.in(GATHERING_NANOS, "lifelines", this::follow);
        }
    }

    /** Whether we hold an answered lifeline to that very life. */
    boolean isWatched(Belief member) {
        for (Lifeline line : held) {
            if (line.member == member && line.isAnswered() && line.isToLiveMember()) {
                return true;
            }
        }
        return false;
    }

    /** A lifeline has ended, or could not be had. */
    void onBroken(Address to) {
        Lifeline line = find(to);
        if (line == null || !line.isOpen) {
            return;
        }
        boolean wasAnswered = line.isAnswered();
        rest(line);
        if (!line.isToLiveMember()) {
            return;
        }
        if (wasAnswered) {
            detector.probeBothWays(line.member);
        } else {
            detector.probe(line.member);
        }
    }

    /** Only an answered lifeline is one: connections are accepted for processes that are hung. */
    void onAck(long sequence) {
        for (Lifeline line : held) {
            if (line.isOpen && line.sequence == sequence && line.isToLiveMember()) {
                timers.cancel(line.alarm);
                line.answeredNanos = timers.now();
                line.member.isReached = true;
            }
        }
    }

    /** Another life answered at the end of a lifeline: the one that we asked for is gone. */
    void onGone(long sequence, long generation) {
        for (Lifeline line : List.copyOf(held)) {
            boolean isMeant = line.sequence == sequence && line.target.generation() == generation;
            if (isMeant && line.isToLiveMember()) {
                detector.probeBothWays(line.member); // asked anew, its answer is a proof
            }
        }
    }

    /** We leave: closes all, and tells those who hold lifelines to us that this is no failure. */
    void stop() {
        isStopped = true;
        timers.cancel(gathering);
        List.copyOf(held).forEach(this::give);
        if (isWanted) {
            nearest(false).forEach(watcher -> sender.ownWord(watcher.id));
        }
    }

    /** Whether a live member would be one of those whom we watch, where all were looked through. */
    private boolean isSuccessor(Belief member) {
        int count = successors.size();
        return count < config.lifelines()
                || isNearer(member, successors.get(count - 1), table.self().place(), true);
    }

    private void follow() {
        if (isOtherRing) {
            successors = nearest(true);
            isOtherRing = false;
        }
        for (Lifeline line : List.copyOf(held)) {
            if (!line.isToLiveMember() || !successors.contains(line.member)) {
                give(line);
            }
        }
        for (Belief member : successors) {
            if (find(member.id.address()) == null) {
                Lifeline line = new Lifeline(member);
                held.add(line);
                open(line);
            }
        }
    }

    private void open(Lifeline line) {
        line.isOpen = true;
        line.sequence = random.nextLong();
        line.answeredNanos = Lifeline.NEVER;
        line.alarm =
                timers.in(
                        PATIENCE * config.timeoutNanos(),
                        "unanswered lifeline",
                        () -> unanswered(line));
        sender.openLifeline(line.target, line.sequence);
    }

    private void unanswered(Lifeline line) {
        sender.closeLifeline(line.target);
        rest(line);
    }

    private void rest(Lifeline line) {
        boolean wasGood =
                line.isAnswered() && timers.now() - line.answeredNanos > LONGEST_PAUSE_NANOS;
        line.failures = wasGood ? 1 : line.failures + 1;
        line.isOpen = false;
        line.answeredNanos = Lifeline.NEVER;
        timers.cancel(line.alarm);
        line.alarm = timers.in(pauseNanos(line.failures), "lifeline again", () -> open(line));
    }

    private long pauseNanos(int failures) {
        long pause = config.intervalNanos() << Math.min(failures - 1, 6);
        return Math.min(pause, LONGEST_PAUSE_NANOS);
    }

    private void give(Lifeline line) {
        held.remove(line);
        timers.cancel(line.alarm);
        if (line.isOpen) {
            sender.closeLifeline(line.target);
        }
    }

    private @Nullable Lifeline find(Address address) {
        for (Lifeline line : held) {
            if (line.target.address().equals(address)) {
                return line;
            }
        }
        return null;
    }

    /**
     * Our successors on the ring, whom we watch, or our predecessors, who watch us; nearest first.
     * One pass over the members.
     */
    private List<Belief> nearest(boolean isAhead) {
        long own = table.self().place();
        int most = config.lifelines();
        List<Known> nearest = new ArrayList<>(most + 1);
        for (Known member : table.all()) {
            if (!member.isLive() || member == table.self()) {
                continue;
            }
            int at = nearest.size();
            while (at > 0 && isNearer(member, nearest.get(at - 1), own, isAhead)) {
                at--;
            }
            if (at < most) {
                nearest.add(at, member);
                if (nearest.size() > most) {
                    nearest.remove(most);
                }
            }
        }
        return nearest.stream().map(member -> table.get(member.id().address())).toList();
    }

    private static boolean isNearer(Known one, Known other, long own, boolean isAhead) {
        long a = isAhead ? one.place() - own : own - one.place();
        long b = isAhead ? other.place() - own : own - other.place();
        return Long.compareUnsigned(a, b) < 0;
    }
}
