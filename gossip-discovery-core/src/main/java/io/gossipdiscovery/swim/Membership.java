package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.util.function.Consumer;

/**
 * Hears rumors about others and changes beliefs: the one place where a belief changes. A higher
 * rank wins (SWIM 4.2); suspicions are opened, confirmed and closed; the dead are forgotten in the
 * end.
 */
final class Membership {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final GossipConfig config;
    private final MemberTable table;
    private final ProbeOrder order;
    private final LocalHealth health;
    private final Gossiper gossiper;
    private final Timers timers;
    private final Observer observer;
    private Consumer<Belief> onSuspicionDue = suspect -> {};
    private long lastNewsNanos;

    Membership(
            GossipConfig config,
            MemberTable table,
            ProbeOrder order,
            LocalHealth health,
            Gossiper gossiper,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.order = order;
        this.health = health;
        this.gossiper = gossiper;
        this.timers = timers;
        this.observer = observer;
    }

    /**
     * Who decides once a suspect's time is over. Bound late, as the detector needs us and we need
     * it.
     */
    void onSuspicionDue(Consumer<Belief> decide) {
        this.onSuspicionDue = decide;
    }

    /** When a belief last changed. */
    long lastNewsNanos() {
        return lastNewsNanos;
    }

    /**
     * Hears a claim about another's life. Claims about strangers are kept like any other, since the
     * outcome must not depend on the order in which rumors arrive.
     */
    void hear(Rumor.Life rumor) {
        Belief belief = table.get(rumor.about().address());
        if (leaps(belief, rumor)) {
            observer.packetRejected(rumor.about().address(), Rejection.CEILING);
        } else if (belief == null) {
            meet(rumor);
        } else if (belief.rank(rumor) > 0) {
            adopt(belief, rumor);
        } else if (belief.rank(rumor) == 0 && rumor.status() == Status.SUSPECT) {
            confirm(belief, rumor);
        }
    }

    /**
     * Hears a claim in a sync, that is out of another's memory. A death that we did not know of may
     * be what the other side of a partition had to believe, so it only makes us suspect: the member
     * can refute it, and is not taken from callers on one node's word.
     */
    void hearInSync(Rumor.Life rumor) {
        Belief belief = table.get(rumor.about().address());
        boolean wouldKill =
                rumor.status() == Status.DEAD
                        && belief != null
                        && belief.isLive()
                        && belief.id.equals(rumor.about());
        hear(
                wouldKill
                        ? new Rumor.Suspect(rumor.about(), rumor.incarnation(), rumor.accuser())
                        : rumor);
    }

    /** Hears what another serves. */
    void hear(Rumor.Offered rumor) {
        Belief belief = ofOwner(rumor.about());
        if (belief == null || rumor.version() <= belief.offerVersion()) {
            return;
        }
        if (rumor.version() > WireFormat.VERSION_CEILING) {
            observer.packetRejected(rumor.about().address(), Rejection.CEILING);
            return;
        }
        Offer offer = OfferCodec.decode(rumor.version(), rumor.content());
        if (offer == null) {
            observer.packetRejected(rumor.about().address(), Rejection.MALFORMED);
            return;
        }
        Member before = belief.picture();
        table.change(
                belief,
                () -> {
                    belief.offer = offer;
                    belief.offerContent = rumor.content();
                });
        news(before, belief);
        gossiper.spreadOffer(belief);
    }

    /**
     * The belief about an owner of whom something was heard that only it can have said. That is the
     * faintest word of life: ALIVE, of an incarnation below all.
     *
     * @return null where a later life is known, or there is no room
     */
    Belief ofOwner(NodeId owner) {
        Belief belief = table.get(owner.address());
        if (belief == null || owner.generation() > belief.id.generation()) {
            hear(new Rumor.Alive(owner, 0));
            belief = table.get(owner.address());
        }
        return belief != null && belief.id.equals(owner) ? belief : null;
    }

    /** Our own probe of a member failed, or it is proven to be gone. */
    void accuse(Belief member, boolean isProven) {
        NodeId self = table.self().id;
        hear(
                isProven
                        ? new Rumor.Dead(member.id, member.incarnation, self, 0)
                        : new Rumor.Suspect(member.id, member.incarnation, self));
    }

    private static boolean leaps(Belief belief, Rumor.Life rumor) {
        boolean sameLife = belief != null && belief.id.equals(rumor.about());
        long known = sameLife ? belief.incarnation : 0;
        return rumor.incarnation() - known > WireFormat.LEAP_CEILING;
    }

    private void meet(Rumor.Life rumor) {
        long ageNanos = rumor.ageSeconds() * NANOS_PER_SECOND;
        if (ageNanos < 0 || ageNanos >= config.sync().reapAfterNanos()) {
            return; // others forget it at this time too; it must not be taught round and round
        }
        if (table.isFull()) {
            observer.packetRejected(rumor.about().address(), Rejection.CAPACITY);
            return;
        }
        Belief belief = new Belief(rumor.about(), rumor.status(), rumor.incarnation(), longAgo());
        enter(belief, rumor);
        table.add(belief);
        follow(belief, rumor, false);
        news(null, belief);
    }

    private void adopt(Belief belief, Rumor.Life rumor) {
        Member before = belief.picture();
        boolean wasLive = belief.isLive();
        close(belief);
        table.change(
                belief,
                () -> {
                    if (!belief.id.equals(rumor.about())) {
                        belief.id = rumor.about();
                        belief.offer = null;
                        belief.offerContent = null;
                        belief.probeFailedNanos = longAgo();
                    }
                    belief.status = rumor.status();
                    belief.incarnation = rumor.incarnation();
                    enter(belief, rumor);
                });
        follow(belief, rumor, wasLive);
        news(before, belief);
    }

    private void enter(Belief belief, Rumor.Life rumor) {
        belief.accuser = rumor.accuser();
        long ageNanos = Math.min(rumor.ageSeconds(), 1L << 30) * NANOS_PER_SECOND;
        belief.sinceNanos = timers.now() - ageNanos;
    }

    private void follow(Belief belief, Rumor.Life rumor, boolean wasLive) {
        if (belief.isLive() && !wasLive) {
            order.insert(belief);
        }
        if (belief.status == Status.SUSPECT) {
            open(belief, rumor);
        }
        if (!belief.isLive()) {
            long aged = timers.now() - belief.sinceNanos;
            long rest = Math.max(0, config.sync().reapAfterNanos() - aged);
            belief.reap = timers.in(rest, "reap", () -> reap(belief));
        }
        if (rumor.incarnation() > 0) { // the faintest word of life is our own conclusion, no rumor
            gossiper.spread(rumor);
        }
    }

    private void open(Belief belief, Rumor.Life rumor) {
        int others = table.live().size() - 1;
        belief.suspicion =
                new Suspicion(
                        config.suspicion(),
                        others,
                        health.stretch(config.suspicion().minimumNanos()),
                        rumor.accuser().address(),
                        timers.now());
        arm(belief, belief.suspicion.deadlineNanos() - timers.now());
    }

    private void confirm(Belief belief, Rumor.Life rumor) {
        if (belief.suspicion.confirm(rumor.accuser().address())) {
            arm(belief, belief.suspicion.deadlineNanos() - timers.now());
            gossiper.spread(rumor);
        }
    }

    /** Asks for a decision about a suspect after a time. */
    void arm(Belief belief, long delayNanos) {
        timers.cancel(belief.suspicion.alarm);
        belief.suspicion.alarm =
                timers.in(
                        Math.max(0, delayNanos), "suspicion", () -> onSuspicionDue.accept(belief));
    }

    private void close(Belief belief) {
        if (belief.suspicion != null) {
            timers.cancel(belief.suspicion.alarm);
            belief.suspicion = null;
        }
        timers.cancel(belief.reap);
        belief.reap = null;
    }

    private void reap(Belief belief) {
        table.remove(belief);
        observer.memberChanged(belief.picture(), null);
    }

    private void news(Member before, Belief belief) {
        lastNewsNanos = timers.now();
        observer.memberChanged(before, belief.picture());
    }

    private long longAgo() {
        return timers.now() - Long.MAX_VALUE / 4;
    }
}
