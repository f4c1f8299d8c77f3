package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether refusals may be believed. Where many members seem gone at once, the fault is likelier
 * ours: a firewall, a lost interface. Then two others must have answered us at the same time before
 * a refusal counts (reliability 4.1).
 */
final class PositiveControl {
    /** More members than this, and more than the part below, are many. */
    static final int FEW = 2;

    static final double MANY = 0.2;

    /** Answers of distinct members that show that we hear well. */
    static final int ANSWERS = 2;

    private final MemberTable table;
    private final Timers timers;
    private final long windowNanos;
    private final Map<Address, Long> refusals = new LinkedHashMap<>();
    private final Map<Address, Long> answers = new LinkedHashMap<>();

    /** Looks back over so much time. */
    PositiveControl(MemberTable table, Timers timers, long windowNanos) {
        this.table = table;
        this.timers = timers;
        this.windowNanos = windowNanos;
    }

    void refused(Belief member) {
        put(refusals, member, MemberTable.CAPACITY);
    }

    void answered(Belief member) {
        refusals.remove(member.id.address());
        put(answers, member, ANSWERS);
    }

    /** Whether refusals count at present. */
    boolean isPassed() {
        forgetOld(refusals);
        forgetOld(answers);
        boolean isMany = refusals.size() > FEW && refusals.size() > MANY * table.liveCount();
        return !isMany || answers.size() >= ANSWERS;
    }

    private void put(Map<Address, Long> latest, Belief member, int most) {
        latest.remove(member.id.address());
        latest.put(member.id.address(), timers.now()); // the latest stands last
        if (latest.size() > most) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    private void forgetOld(Map<Address, Long> latest) {
        Iterator<Long> times = latest.values().iterator();
        while (times.hasNext() && timers.now() - times.next() > windowNanos) {
            times.remove();
        }
    }
}
