package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Member;

/**
 * Remembers who comes and goes, and says who does so too often. Beliefs are not touched by this:
 * rank decides them alone. But callers avoid an unsteady member like a suspect, until it has been
 * calm for a while.
 *
 * <p>What is counted is the same everywhere: a new incarnation, which only a refutation brings, and
 * a new life without a farewell of the former one. So all observers come to the same judgement at
 * about the same time.
 */
final class Damping {
    private final boolean isOn;
    private final MemberTable table;
    private final Timers timers;
    private final Observer observer;

    Damping(boolean isOn, MemberTable table, Timers timers, Observer observer) {
        this.isOn = isOn;
        this.table = table;
        this.timers = timers;
        this.observer = observer;
    }

    /** A member that was doubted, or was another life, is about to be believed alive again. */
    void returns(Belief member) {
        if (!isOn || isDoubtedByUnsteady(member)) {
            return;
        }
        if (member.unrest == null) {
            member.unrest = new Unrest(timers.now());
        }
        boolean wasUnsteady = member.unrest.isUnsteady();
        member.unrest.add(timers.now());
        if (member.unrest.isUnsteady() && !wasUnsteady) {
            lookWhenCalm(member);
        }
    }

    /** One sick node accuses many, and must not make them look like itself. */
    private boolean isDoubtedByUnsteady(Belief member) {
        Belief accuser = member.accuser == null ? null : table.get(member.accuser.address());
        return accuser != null
                && accuser != member
                && accuser.unrest != null
                && accuser.unrest.isUnsteady();
    }

    private void lookWhenCalm(Belief member) {
        timers.in(member.unrest.calmAtNanos() - timers.now(), "calm", () -> look(member));
    }

    private void look(Belief member) {
        if (table.get(member.id.address()) != member) {
            return; // forgotten meanwhile
        }
        member.unrest.look(timers.now());
        if (member.unrest.isUnsteady()) {
            lookWhenCalm(member); // it came back once more
            return;
        }
        Member before = member.picture();
        member.changed();
        observer.memberChanged(before, member.picture());
    }
}
