package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every time that a node came to believe another one SUSPECT, DEAD or LEFT, in the order of time.
 */
public final class Verdicts {
    /** More verdicts than this are a sign of a scenario gone wild, and end it. */
    private static final int MOST = 5_000_000;

    private final SimWorld world;
    private final List<Verdict> all = new ArrayList<>();
    private final Map<Long, Deaths> deaths = new HashMap<>(); // looked up, never iterated

    Verdicts(SimWorld world) {
        this.world = world;
    }

    public List<Verdict> all() {
        return List.copyOf(all);
    }

    /** Verdicts of DEAD about nodes that were running and could be heard: there should be none. */
    public List<Verdict> falseDeaths() {
        return of(Status.DEAD, Verdict.Kind.FALSE);
    }

    /** Verdicts of that status and kind. */
    public List<Verdict> of(Status status, Verdict.Kind kind) {
        return all.stream().filter(v -> v.status() == status && v.kind() == kind).toList();
    }

    /**
     * How long after the end of a node's latest finished life each observer held it for DEAD or
     * LEFT; who does not yet is not in it.
     */
    public List<Duration> detectionTimes(int node) {
        return times(node, Status.DEAD);
    }

    /** As {@link #detectionTimes}, but for the first doubt: SUSPECT or more. */
    public List<Duration> suspicionTimes(int node) {
        return times(node, Status.SUSPECT);
    }

    private List<Duration> times(int node, Status atLeast) {
        Life life = world.lives().latestFinished(node);
        boolean[] counted = new boolean[world.size()];
        List<Duration> times = new ArrayList<>();
        for (Verdict verdict : all) {
            if (life != null
                    && verdict.kind() == Verdict.Kind.TRUE
                    && verdict.subject().equals(life.id())
                    && verdict.status().compareTo(atLeast) >= 0
                    && !counted[verdict.observer()]) {
                counted[verdict.observer()] = true;
                times.add(verdict.at().minusNanos(life.overAtNanos()));
            }
        }
        return times;
    }

    /**
     * How often an observer's callers were sent to a node again after it had died for them, only to
     * see it die once more.
     */
    public int oscillations(int observer, int subject) {
        return deaths.getOrDefault((long) observer << 32 | subject, Deaths.NONE).seen;
    }

    /** A picture changed in whatever way, be it that callers should use it again. */
    void pictured(SimNode observer, SimNode subject, Member belief) {
        long pair = (long) observer.index() << 32 | subject.index();
        Deaths before = deaths.get(pair);
        if (belief.status() == Status.DEAD) {
            deaths.put(pair, before == null ? new Deaths(0, false) : before.again());
        } else if (before != null && belief.standing() == Status.ALIVE) {
            deaths.put(pair, new Deaths(before.seen, true));
        }
    }

    /** The deaths after the first that callers saw, and whether they use the node again. */
    private record Deaths(int seen, boolean isUsed) {
        static final Deaths NONE = new Deaths(0, false);

        Deaths again() {
            return new Deaths(isUsed ? seen + 1 : seen, false);
        }
    }

    void believed(SimNode observer, SimNode subject, Member belief) {
        if (belief.status() == Status.ALIVE || observer == subject) {
            return;
        }
        Verdict.Kind kind = kind(observer, subject, belief);
        NodeId id = belief.id();
        Duration at = Duration.ofNanos(world.nowNanos());
        if (all.size() == MOST) {
            throw world.failure("more than " + MOST + " verdicts", null);
        }
        all.add(new Verdict(at, observer.index(), id, belief.status(), kind));
    }

    private Verdict.Kind kind(SimNode observer, SimNode subject, Member belief) {
        // That nobody believes in a life never lived is an invariant, looked at before.
        Life life = Objects.requireNonNull(world.lives().find(subject.index(), belief.id()));
        if (life.isOver() || life.isLeaving()) {
            return Verdict.Kind.TRUE;
        }
        if (!subject.isRunning() || !world.network().isOpen(observer.index(), subject.index())) {
            life.doubtedWhileCutOff(belief.incarnation());
            return Verdict.Kind.CUT_OFF;
        }
        return life.wasDoubtedWhileCutOff(belief.incarnation())
                ? Verdict.Kind.AFTERMATH
                : Verdict.Kind.FALSE;
    }
}
