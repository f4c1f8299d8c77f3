package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
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
        Trouble trouble = member.trouble(timers.now());
        if (trouble.unrest == null) {
            trouble.unrest = new Unrest(timers.now());
        }
        boolean wasUnsteady = trouble.unrest.isUnsteady();
        if (isSameLife && wasSilentlyDead(member)) {
            trouble.unrest.addFromTheDead(timers.now(), trouble.accuser);
        } else {
            trouble.unrest.add(timers.now(), trouble.accuser);
        }
        if (trouble.unrest.isUnsteady() && !wasUnsteady) {
            lookWhenCalm(member, trouble.unrest);
            if (areManyRestless()) {
                beginAmnesty(trouble);
            } else {
                trouble.isUnsteady = !isAmnesty();
            }
        }
    }

    /** A process that hung comes back by itself; what comes back from silence is its network. */
    private static boolean wasSilentlyDead(Belief member) {
        return member.status() == Status.DEAD && member.trouble().evidence == Evidence.SILENT;
    }

    /** One sick node accuses many, and must not make them look like itself. */
    private boolean isDoubtedByUnsteady(Belief member) {
        NodeId accuserId = member.accuser();
        Belief accuser = accuserId == null ? null : table.get(accuserId.address());
        return accuser != null
                && accuser != member
                && accuser.unrest() != null
                && accuser.unrest().isUnsteady();
    }

    private boolean areManyRestless() {
        List<Unrest> restless =
                table.live().stream()
                        .map(Belief::unrest)
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
    private void beginAmnesty(Trouble returning) {
        returning.unrest = null;
        returning.isUnsteady = false;
        forgiveAll();
        timers.cancel(amnesty);
        amnesty = timers.in(Unrest.HALF_LIFE_NANOS, "amnesty", this::forgiveAll);
    }

    private void forgiveAll() {
        for (Belief member : table.all()) {
            if (member.unrest() != null) {
                member.trouble().unrest = null;
            }
            if (member.isUnsteady()) {
                callSteady(member);
            }
        }
    }

    private void lookWhenCalm(Belief member, Unrest unrest) {
        timers.in(unrest.calmAtNanos() - timers.now(), "calm", () -> look(member, unrest));
    }

    private void look(Belief member, Unrest unrest) {
        if (table.get(member.id.address()) != member || member.unrest() != unrest) {
            return; // forgotten or forgiven meanwhile
        }
        unrest.look(timers.now());
        if (unrest.isUnsteady()) {
            lookWhenCalm(member, unrest); // it came back once more
        } else if (member.isUnsteady()) {
            callSteady(member);
        }
    }

    private void callSteady(Belief member) {
        Member before = member.picture();
        member.trouble().isUnsteady = false;
        observer.memberChanged(before, member.picture());
    }
}
