package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

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

    /** No more returns are counted at once: one forged incarnation must not be too many. */
    static final int MOST_AT_ONCE = 2;

    private final boolean isOn;
    private final MemberTable table;
    private final Timers timers;
    private final Observer observer;
    private Timers.@Nullable Alarm amnesty;

    Damping(boolean isOn, MemberTable table, Timers timers, Observer observer) {
        this.isOn = isOn;
        this.table = table;
        this.timers = timers;
        this.observer = observer;
    }

    /**
     * A rumor is about to be believed. Each incarnation that it adds was a return, also one that we
     * only hear of by what came after it. The faintest word of life is none, and neither is who
     * said farewell before.
     */
    void hears(Belief member, Rumor.Life rumor) {
        if (member.incarnation == 0 || member.status() == Status.LEFT) {
            return;
        }
        boolean isSameLife = member.id.equals(rumor.about());
        long times =
                isSameLife
                        ? rumor.incarnation() - member.incarnation
                        : rumor.status() == Status.ALIVE ? 1 : 0;
        if (isOn && times > 0 && !isDoubtedByUnsteady(member)) {
            returns(member, isSameLife, (int) Math.min(MOST_AT_ONCE, times));
        }
    }

    private void returns(Belief member, boolean isSameLife, int times) {
        Trouble trouble = member.trouble(timers.now());
        Unrest unrest = trouble.unrest == null ? new Unrest(timers.now()) : trouble.unrest;
        trouble.unrest = unrest;
        boolean wasUnsteady = unrest.isUnsteady();
        if (isSameLife && wasSilentlyDead(member, trouble)) {
            unrest.addFromTheDead(timers.now(), trouble.accuser, times);
        } else {
            unrest.add(timers.now(), trouble.accuser, times);
        }
        if (unrest.isUnsteady() && !wasUnsteady) {
            lookWhenCalm(member, unrest);
            if (areManyRestless()) {
                beginAmnesty(trouble);
            } else {
                trouble.isUnsteady = !isAmnesty();
            }
        }
    }

    /** A process that hung comes back by itself; what comes back from silence is its network. */
    private static boolean wasSilentlyDead(Belief member, Trouble trouble) {
        return member.status() == Status.DEAD && trouble.evidence == Evidence.SILENT;
    }

    /**
     * One sick node accuses many, and must not make them look like itself. Whoever looks so only
     * for that one's doubts may doubt it in turn.
     */
    private boolean isDoubtedByUnsteady(Belief member) {
        NodeId accuserId = member.accuser();
        Belief accuser = accuserId == null ? null : table.get(accuserId.address());
        return accuser != null
                && accuser != member
                && accuser.unrest() != null
                && accuser.unrest().isUnsteady()
                && !member.id.equals(accuser.unrest().accuser());
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
        return members > FEW && members > MANY * table.liveCount();
    }

    private boolean isAmnesty() {
        return amnesty != null && amnesty.isSet();
    }

    /** The picture of the one that is just returning follows with its belief. */
    private void beginAmnesty(Trouble returning) {
        returning.isUnsteady = false;
        forgiveAll();
        timers.cancel(amnesty);
        amnesty = timers.in(Unrest.HALF_LIFE_NANOS, "amnesty", this::forgiveAll);
    }

    private void forgiveAll() {
        for (Known known : table.all()) {
            if (known instanceof Belief member && member.trouble() != null) {
                forgive(member, member.trouble());
            }
        }
    }

    private void forgive(Belief member, Trouble trouble) {
        if (trouble.unrest != null) {
            timers.cancel(trouble.unrest.calm);
            trouble.unrest = null;
        }
        if (trouble.isUnsteady) {
            callSteady(member);
        }
    }

    private void lookWhenCalm(Belief member, Unrest unrest) {
        unrest.calm =
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
        member.trouble(timers.now()).isUnsteady = false;
        observer.memberChanged(before, member.picture());
    }
}
