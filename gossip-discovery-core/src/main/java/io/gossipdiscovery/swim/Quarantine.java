package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SyncConfig;
import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Keeps a node that was away for long from teaching what it knew. The others forget the dead after
 * {@code reapAfter}; whoever slept through that would bring them back. After half of that time out
 * of touch, all that we believed of others is unverified: applications still see it, but it is not
 * told, does not count in our view hash, and is forgotten unless the member itself or anybody who
 * tells of it confirms it within the grace.
 *
 * <p>Out of touch is who was paused (its time stood still), or has heard nobody at all.
 */
final class Quarantine {
    /** So many sync intervals an unverified belief waits for a confirmation. */
    static final int GRACE_INTERVALS = 10;

    private final long limitNanos;
    private final long graceNanos;
    private final MemberTable table;
    private final Membership membership;
    private final Synchronizer synchronizer;
    private final RumorQueue queue;
    private final Timers timers;
    private final Observer observer;
    private Timers.@Nullable Alarm end;
    private long lastHeardNanos;
    private long lastAwayNanos;
    private long outOfTouchNanos;
    private boolean isDraining;

    Quarantine(
            SyncConfig config,
            MemberTable table,
            Membership membership,
            Synchronizer synchronizer,
            RumorQueue queue,
            Timers timers,
            Observer observer) {
        this.limitNanos = config.reapAfterNanos() / 2;
        this.graceNanos = GRACE_INTERVALS * config.intervalNanos();
        this.table = table;
        this.membership = membership;
        this.synchronizer = synchronizer;
        this.queue = queue;
        this.timers = timers;
        this.observer = observer;
    }

    void start() {
        lastHeardNanos = timers.now();
        lastAwayNanos = timers.now();
    }

    /** Our time stood still for so long. Pauses add up until we agree with somebody again. */
    void away(long awayNanos) {
        if (synchronizer.agreedNanos() - lastAwayNanos > 0) {
            outOfTouchNanos = 0;
        }
        lastAwayNanos = timers.now();
        outOfTouchNanos += awayNanos;
        if (outOfTouchNanos >= limitNanos) {
            isDraining = true;
            begin();
        }
    }

    /**
     * Whether the packets that come in now have waited for us while we were away: they say what was
     * true then. Over with the next alarm.
     */
    boolean isDraining() {
        return isDraining;
    }

    /** What waited is read. */
    void drained() {
        isDraining = false;
    }

    /** A member's packet came in. */
    void heard(NodeId sender) {
        if (timers.now() - lastHeardNanos >= limitNanos) {
            begin();
        }
        lastHeardNanos = timers.now();
        confirm(sender);
    }

    /** A life is spoken of, or has spoken: somebody in touch believes in it. */
    void confirm(NodeId id) {
        if (end == null) {
            return; // nothing ever was unverified
        }
        Belief belief = table.get(id.address());
        if (belief != null && belief.isUnverified && belief.id.equals(id)) {
            table.change(belief, () -> belief.isUnverified = false);
        }
    }

    private void begin() {
        outOfTouchNanos = 0;
        lastHeardNanos = timers.now();
        if (table.liveCount() == 0) {
            return;
        }
        observer.wasOutOfTouch(table.liveCount());
        for (Belief member : List.copyOf(table.live())) {
            table.change(member, () -> member.isUnverified = true);
        }
        queue.clear();
        synchronizer.catchUp();
        timers.cancel(end);
        end = timers.in(graceNanos, "quarantine", this::end);
    }

    private void end() {
        for (Belief member : List.copyOf(table.live())) {
            if (member.isUnverified) {
                membership.forget(member);
            }
        }
    }
}
