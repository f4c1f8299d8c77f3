package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Hears rumors about others and changes beliefs: the one place where a belief changes. A higher
 * rank wins (SWIM 4.2); suspicions are opened, confirmed and closed; the dead are forgotten in the
 * end.
 */
final class Membership {
    private final GossipConfig config;
    private final Commons commons;
    private final MemberTable table;
    private final ProbeOrder order;
    private final LocalHealth health;
    private final Voice voice;
    private final Damping damping;
    private final Timers timers;
    private final Observer observer;
    private final Proof proof;
    private Consumer<Belief> onSuspicionDue = suspect -> {};
    private Consumer<Belief> onSaidGone = suspect -> {};
    private Consumer<Belief> onMemberChanged = member -> {};
    private long lastNewsNanos;
    private boolean isRepair;

    Membership(
            GossipConfig config,
            Commons commons,
            MemberTable table,
            ProbeOrder order,
            LocalHealth health,
            Voice voice,
            Damping damping,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.commons = commons;
        this.table = table;
        this.order = order;
        this.health = health;
        this.voice = voice;
        this.damping = damping;
        this.timers = timers;
        this.observer = observer;
        this.proof = new Proof(table);
    }

    /** Who decides once a suspect's time is over. Bound late: the detector needs us, too. */
    void onSuspicionDue(Consumer<Belief> decide) {
        this.onSuspicionDue = decide;
    }

    /** Who verifies another's word that a member is gone. */
    void onSaidGone(Consumer<Belief> verify) {
        this.onSaidGone = verify;
    }

    /** Who follows that a member came, went, or became another life. */
    void onMemberChanged(Consumer<Belief> follow) {
        this.onMemberChanged = follow;
    }

    /** When a belief last changed. */
    long lastNewsNanos() {
        return lastNewsNanos;
    }

    /**
     * Whether what is heard next repairs a large difference. That is not told on: whoever lacks it
     * too finds out by comparing views, and a cluster would drown in it.
     */
    void hearRepair(boolean isRepair) {
        this.isRepair = isRepair;
    }

    boolean isHearingRepair() {
        return isRepair;
    }

    /**
     * Hears a claim about another's life. Claims about strangers are kept like any other, since the
     * outcome must not depend on the order in which rumors arrive.
     */
    void hear(Rumor.Life told) {
        Belief belief = table.get(told.about().address());
        believe(belief, weighed(belief, told));
    }

    private void believe(@Nullable Belief belief, Rumor.Life rumor) {
        if (rumor.incarnation() > WireFormat.COUNTER_CEILING) {
            observer.packetRejected(rumor.about().address(), Rejection.CEILING);
        } else if (belief == null) {
            meet(rumor);
        } else if (belief.rank(rumor) > 0) {
            adopt(belief, rumor);
        } else if (belief.rank(rumor) == 0 && rumor instanceof Rumor.Suspect suspect) {
            confirm(belief, suspect);
        }
        if (rumor instanceof Rumor.Suspect suspect && suspect.evidence() == Evidence.GONE) {
            examine(suspect);
        }
    }

    /**
     * Enough distinct witnesses are proof, whatever the timer says; one is a reason to look for
     * ourselves.
     */
    private void examine(Rumor.Suspect told) {
        Belief suspect = table.get(told.about().address());
        if (suspect == null
                || suspect.status() != Status.SUSPECT
                || !suspect.id.equals(told.about())
                || suspect.incarnation != told.incarnation()) {
            return;
        }
        Rumor.Dead verdict = proof.verdict(suspect);
        if (verdict != null) {
            declare(verdict);
        } else if (!suspect.suspicion().hasWitness(table.self().id)) {
            onSaidGone.accept(suspect);
        }
    }

    /**
     * A verdict told about a life that we hold for alive, or have not doubted for long, is no more
     * than an accusation here, unless it names the witnesses that make it a proof. The judge may be
     * the sick one, or the other side of a healed partition: the member gets the chance to refute,
     * and is not taken from callers on one node's word.
     */
    private Rumor.Life weighed(@Nullable Belief belief, Rumor.Life rumor) {
        if (belief == null || !(rumor instanceof Rumor.Dead verdict) || !isSoon(belief, verdict)) {
            return rumor;
        }
        boolean isGone = verdict.evidence() == Evidence.GONE;
        if (isGone && proof.isCarriedBy(verdict, belief)) {
            return verdict;
        }
        return new Rumor.Suspect(
                verdict.about(), verdict.incarnation(), verdict.accuser(), verdict.evidence());
    }

    private boolean isSoon(Belief belief, Rumor.Dead verdict) {
        return config.protection().isVerdictWeighed()
                && belief.isLive()
                && !belief.isUnverified
                && belief.id.equals(verdict.about())
                && (belief.status() == Status.ALIVE || belief.suspicion().isYoung(timers.now()));
    }

    /**
     * The belief about an owner of whom something was heard that only it can have said. That is the
     * faintest word of life: ALIVE, of an incarnation below all.
     *
     * @return null where a later life is known, or there is no room
     */
    @Nullable Belief ofOwner(NodeId owner) {
        Belief belief = table.get(owner.address());
        if (belief == null || owner.generation() > belief.id.generation()) {
            hear(new Rumor.Alive(owner, 0));
            belief = table.get(owner.address());
        }
        return belief != null && belief.id.equals(owner) ? belief : null;
    }

    /** Our own probe of a member failed. */
    void suspect(Belief member, Evidence evidence) {
        if (member.isUnverified) {
            forget(member); // the others may have done so long ago: it is not worth a word
            return;
        }
        hear(new Rumor.Suspect(member.id, member.incarnation, table.self().id, evidence));
    }

    /** A member had its time to refute. */
    void declareDead(Belief member) {
        boolean isHung = member.suspicion().evidence() == Evidence.HUNG;
        declare(
                new Rumor.Dead(
                        member.id,
                        member.incarnation,
                        table.self().id,
                        0,
                        isHung ? Evidence.HUNG : Evidence.SILENT,
                        null));
    }

    /** Begins with knowing others, of whom the observer is not told. */
    void share(Census census) {
        table.share(census);
        lastNewsNanos = timers.now();
        onMemberChanged.accept(table.self()); // not alone any more
    }

    /** Another life answered us at the member's address. */
    void declareReplaced(Belief member) {
        declare(
                new Rumor.Dead(
                        member.id, member.incarnation, table.self().id, 0, Evidence.GONE, null));
    }

    private void declare(Rumor.Dead verdict) {
        observer.declaredDead(verdict);
        believe(table.get(verdict.about().address()), verdict);
    }

    private void meet(Rumor.Life rumor) {
        if (rumor.ageSeconds() >= config.sync().reapAfter().toSeconds()) {
            return; // others forget it at this time too; it must not be taught round and round
        }
        if (table.isFull() && !forgetOne()) {
            observer.packetRejected(rumor.about().address(), Rejection.CAPACITY);
            return;
        }
        Belief belief = new Belief(commons.id(rumor.about()), rumor.status(), rumor.incarnation());
        enter(belief, rumor, config.sync().reapAfterNanos());
        table.add(belief);
        if (belief.isLive()) {
            order.insert(belief);
        }
        follow(belief, rumor);
        news(null, belief);
    }

    private void adopt(Belief belief, Rumor.Life rumor) {
        Member before = belief.picture();
        boolean wasLive = belief.isLive();
        close(belief);
        damping.hears(belief, rumor);
        table.change(
                belief,
                () -> {
                    if (!belief.id.equals(rumor.about())) {
                        belief.beginLife(commons.id(rumor.about()));
                    }
                    belief.become(rumor.status());
                    belief.incarnation = rumor.incarnation();
                    // Whatever its age, it is remembered for a while: to outrank what is still
                    // told.
                    enter(belief, rumor, config.sync().reapAfterNanos() / 2);
                });
        if (belief.isLive() && !wasLive) {
            order.insertAgain(belief);
        }
        follow(belief, rumor);
        news(before, belief);
    }

    private void enter(Belief belief, Rumor.Life rumor, long oldestNanos) {
        if (rumor.status() == Status.ALIVE && belief.trouble() == null) {
            return;
        }
        Trouble trouble = belief.trouble(timers.now());
        NodeId accuser = rumor.accuser();
        trouble.accuser = accuser == null ? null : commons.id(accuser);
        if (rumor instanceof Rumor.Dead dead) {
            trouble.evidence = dead.evidence();
            trouble.witness = dead.witness();
            observer.convicted(dead);
        }
        long ageSeconds = Math.min(rumor.ageSeconds(), oldestNanos / Trouble.NANOS_PER_SECOND);
        trouble.overNanos = timers.now() - ageSeconds * Trouble.NANOS_PER_SECOND;
    }

    private void follow(Belief belief, Rumor.Life rumor) {
        if (rumor instanceof Rumor.Suspect suspect) {
            open(belief, suspect);
        }
        if (!belief.isLive()) {
            Trouble trouble = belief.trouble(timers.now());
            long aged = timers.now() - trouble.overNanos;
            long rest = Math.max(0, config.sync().reapAfterNanos() - aged);
            trouble.reap = timers.in(rest, "reap", () -> reap(belief));
        }
        boolean isOurConclusion = rumor.incarnation() == 0; // the faintest word of life
        if (!isOurConclusion && !isRepair) {
            voice.spread(rumor);
        }
    }

    private void open(Belief belief, Rumor.Suspect rumor) {
        int others = table.liveCount() - 1;
        // In doubt of ourselves we give those whom we accuse more time; others are not in doubt.
        boolean isOurs = rumor.accuser().equals(table.self().id);
        long minimum = config.suspicion().minimumNanos();
        belief.trouble(timers.now()).suspicion =
                new Suspicion(
                        config.suspicion(),
                        others,
                        isOurs ? health.stretch(minimum) : minimum,
                        commons.id(rumor.accuser()),
                        rumor.evidence(),
                        timers.now());
        accuse(belief, rumor);
    }

    private void confirm(Belief belief, Rumor.Suspect rumor) {
        if (belief.suspicion().confirm(rumor.accuser(), rumor.evidence())) {
            accuse(belief, rumor);
            voice.spread(rumor);
        }
    }

    private void accuse(Belief belief, Rumor.Suspect rumor) {
        long leftNanos = belief.suspicion().deadlineNanos() - timers.now();
        arm(belief, leftNanos);
        observer.accused(rumor, belief.suspicion().accusers(), Math.max(0, leftNanos));
    }

    /** Asks for a decision about a suspect after a time. */
    void arm(Belief belief, long delayNanos) {
        timers.cancel(belief.suspicion().alarm);
        belief.suspicion().alarm =
                timers.in(
                        Math.max(0, delayNanos), "suspicion", () -> onSuspicionDue.accept(belief));
    }

    private void close(Belief belief) {
        Trouble trouble = belief.trouble();
        if (trouble == null) {
            return;
        }
        if (trouble.suspicion != null) {
            timers.cancel(trouble.suspicion.alarm);
            trouble.suspicion = null;
        }
        timers.cancel(trouble.reap);
        trouble.reap = null;
    }

    /** Makes room for the living: forgets the one of the dead and departed who is known longest. */
    private boolean forgetOne() {
        if (table.all().size() == table.clusterSize()) {
            return false; // all live: a flood of strangers must be cheap
        }
        for (Known known : table.all()) {
            if (known instanceof Belief belief && !belief.isLive() && belief != table.self()) {
                timers.cancel(belief.trouble(timers.now()).reap);
                reap(belief);
                return true;
            }
        }
        return false;
    }

    /** Forgets a member without a word to anybody. */
    void forget(Belief belief) {
        if (table.get(belief.id.address()) == belief) {
            close(belief);
            reap(belief);
            onMemberChanged.accept(belief);
        }
    }

    private void reap(Belief belief) {
        table.remove(belief);
        observer.memberChanged(belief.picture(), null);
    }

    /** A belief has changed. */
    void news(@Nullable Member before, Belief belief) {
        lastNewsNanos = timers.now();
        observer.memberChanged(before, belief.picture());
        if (before == null
                || !before.id().equals(belief.id)
                || before.status().isLive() != belief.isLive()) {
            onMemberChanged.accept(belief);
        }
    }

    /** Takes back what our last failed probe said of a member: it answered since. */
    void absolve(Belief member) {
        member.isProven = true;
        if (member.trouble() != null) {
            member.trouble().absolve();
        }
    }
}
