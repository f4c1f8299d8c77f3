package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether it is us who are cut off (reliability 4.4). Where one probe after the other fails and
 * nobody at all answers, the likelier fault is ours: we then ask many more members, keep whom we
 * doubt as suspects, and declare nobody dead.
 *
 * <p>It ends as soon as it is plain that others hear us: more than two members answer, or more than
 * half of those that we do not doubt. And it ends after a time, since the cluster may really be
 * gone.
 */
final class Isolation {
    /** So many probes in a row fail in an isolated node. */
    private static final int FAILURES = 3;

    /** In a smaller cluster a few failures say nothing about ourselves. */
    private static final int SMALLEST_CLUSTER = 4;

    /** More answers than these end it, however many members there are. */
    private static final int ANSWERS = 2;

    private final SuspicionConfig config;
    private final boolean isOn;
    private final MemberTable table;
    private final Timers timers;
    private final Observer observer;
    private final List<NodeId> answered = new ArrayList<>();
    private Timers.@Nullable Alarm end;
    private int failures;
    private boolean isIsolated;
    private boolean isGivenUp;

    Isolation(
            SuspicionConfig config,
            boolean isOn,
            MemberTable table,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.isOn = isOn;
        this.table = table;
        this.timers = timers;
        this.observer = observer;
    }

    boolean isIsolated() {
        return isIsolated;
    }

    /** A probe failed, and its target is a suspect. */
    void onFailed() {
        failures++;
        boolean isCutOff = failures >= FAILURES && table.clusterSize() >= SMALLEST_CLUSTER;
        if (isOn && isCutOff && !isIsolated && !isGivenUp) {
            set(true);
            end = timers.in(config.isolationTimeoutNanos(), "isolation", this::giveUp);
        }
        leaveIfHeard();
    }

    /** A member answered a probe. */
    void onAnswered(NodeId member) {
        failures = 0;
        isGivenUp = false;
        if (isIsolated && !answered.contains(member)) {
            answered.add(member);
            leaveIfHeard();
        }
    }

    private void leaveIfHeard() {
        if (isIsolated && (answered.size() > ANSWERS || 2L * answered.size() > undoubted())) {
            set(false);
        }
    }

    /** The cluster is gone, for all we know; we are not isolated again before anybody answers. */
    private void giveUp() {
        isGivenUp = true;
        set(false);
    }

    private void set(boolean isolated) {
        timers.cancel(end);
        isIsolated = isolated;
        failures = 0;
        answered.clear();
        observer.isolationChanged(isolated);
    }

    private long undoubted() {
        return table.live().stream().filter(member -> member.status() == Status.ALIVE).count();
    }
}
