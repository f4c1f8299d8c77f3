package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;

import java.util.List;
import java.util.Objects;

/**
 * Remembers who comes and goes, and says who does so too often. Beliefs are not touched by this:
 * rank decides them alone. But callers avoid an unsteady member like a suspect, until it has been
 * calm for a while.
 *
 * <p>What is counted is the same everywhere: a new incarnation, which only a refutation brings, and
 * a new life without a farewell of the former one. So all observers come to the same judgement at
 * about the same time.
 *
 * <p>Where many are restless at once, and doubted by many, that says nothing about any of them: the
 * likelier fault is the network's. Then there is an amnesty: nobody is called unsteady until that
 * has not happened again for a half-life, and nothing that was counted so far counts afterwards.
 */
final class Damping {
    /** More members than this, and more than the part below, are many. */
    static final int FEW = 2;

    static final double MANY = 0.2;

    private final boolean isOn;
    private final MemberTable table;
    private final Timers timers;
    private final Observer observer;
    private Timers.Alarm amnesty;

    Damping(boolean isOn, MemberTable table, Timers timers, Observer observer) {
        this.isOn = isOn;
        this.table = table;
        this.timers = timers;
        this.observer = observer;
    }

    /** A member that was doubted, or was another life, is about to be believed alive again. */
    void returns(Belief member, boolean isSameLife) {
        if (!isOn || isDoubtedByUnsteady(member)) {
            return;
        }
        if (member.unrest == null) {
            member.unrest = new Unrest(timers.now());
        }
        boolean wasUnsteady = member.unrest.isUnsteady();
        if (isSameLife && wasSilentlyDead(member)) {
            member.unrest.addFromTheDead(timers.now(), member.accuser);
        } else {
            member.unrest.add(timers.now(), member.accuser);
        }
        if (member.unrest.isUnsteady() && !wasUnsteady) {
            lookWhenCalm(member, member.unrest);
            if (areManyRestless()) {
                beginAmnesty(member);
            } else {
                member.isUnsteady = !isAmnesty();
            }
        }
    }

    /** A process that hung comes back by itself; what comes back from silence is its network. */
    private static boolean wasSilentlyDead(Belief member) {
        return member.status == Status.DEAD && member.evidence == Evidence.SILENT;
    }

    /** One sick node accuses many, and must not make them look like itself. */
    private boolean isDoubtedByUnsteady(Belief member) {
        Belief accuser = member.accuser == null ? null : table.get(member.accuser.address());
        return accuser != null
                && accuser != member
                && accuser.unrest != null
                && accuser.unrest.isUnsteady();
    }

    private boolean areManyRestless() {
        List<Unrest> restless =
                table.live().stream()
                        .map(member -> member.unrest)
                        .filter(unrest -> unrest != null && unrest.isRestless(timers.now()))
                        .toList();
        long accusers =
                restless.stream().map(Unrest::accuser).filter(Objects::nonNull).distinct().count();
        return areMany(restless.size()) && areMany(accusers);
    }

    private boolean areMany(long members) {
        return members > FEW && members > MANY * table.live().size();
    }

    private boolean isAmnesty() {
        return amnesty != null && amnesty.isSet();
    }

    /** The picture of the one that is just returning follows with its belief. */
    private void beginAmnesty(Belief returning) {
        returning.unrest = null;
        returning.isUnsteady = false;
        forgiveAll();
        timers.cancel(amnesty);
        amnesty = timers.in(Unrest.HALF_LIFE_NANOS, "amnesty", this::forgiveAll);
    }

    private void forgiveAll() {
        for (Belief member : table.all()) {
            member.unrest = null;
            if (member.isUnsteady) {
                callSteady(member);
            }
        }
    }

    private void lookWhenCalm(Belief member, Unrest unrest) {
        timers.in(unrest.calmAtNanos() - timers.now(), "calm", () -> look(member, unrest));
    }

    private void look(Belief member, Unrest unrest) {
        if (table.get(member.id.address()) != member || member.unrest != unrest) {
            return; // forgotten or forgiven meanwhile
        }
        unrest.look(timers.now());
        if (unrest.isUnsteady()) {
            lookWhenCalm(member, unrest); // it came back once more
        } else if (member.isUnsteady) {
            callSteady(member);
        }
    }

    private void callSteady(Belief member) {
        Member before = member.picture();
        member.isUnsteady = false;
        member.changed();
        observer.memberChanged(before, member.picture());
    }
}
