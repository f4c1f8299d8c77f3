package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What we say of ourselves: that we live, what we serve, that we go. Refutes what others say
 * wrongly, by raising our incarnation above theirs; nobody else's word changes what we are.
 */
final class OwnLife {
    /** A new generation leaps by up to this: two lives that outbid the same one must not meet. */
    private static final int LEAP = 1 << 16;

    private final MemberTable table;
    private final Gossiper gossiper;
    private final LocalHealth health;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private final long bumpPauseNanos;
    private long bumpedNanos;

    @SuppressWarnings("NullAway.Init") // a machine that is not started is asked for nothing
    private OfferPace pace;

    private @Nullable List<Instance> pending; // asked for, not told yet
    private Timers.@Nullable Alarm due;
    private Runnable onOfferChanged = () -> {};

    /**
     * Our own voice.
     *
     * @param bumpPauseNanos least time between two new generations, so that two processes which
     *     claim one address do not outbid each other without end
     */
    OwnLife(
            MemberTable table,
            Gossiper gossiper,
            LocalHealth health,
            Timers timers,
            RandomGenerator random,
            Observer observer,
            long bumpPauseNanos) {
        this.table = table;
        this.gossiper = gossiper;
        this.health = health;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
        this.bumpPauseNanos = bumpPauseNanos;
    }

    /** Enters ourselves into the table. */
    void begin(NodeId id, Map<String, String> labels) {
        Belief self = new Belief(id, Status.ALIVE, 1);
        self.held = HeldOffer.of(Offer.first(labels));
        bumpedNanos = timers.now() - bumpPauseNanos;
        pace = new OfferPace(timers.now());
        table.addSelf(self);
        observer.memberChanged(null, self.picture());
        announce();
    }

    /** Who follows that we serve something else. */
    void onOfferChanged(Runnable follow) {
        this.onOfferChanged = follow;
    }

    boolean isLeaving() {
        return table.self().status() == Status.LEFT;
    }

    /**
     * Serves something else from now on. Where changes come faster than they may be told, the
     * latest is told as soon as may be, and those before it never.
     */
    void offer(List<Instance> instances) {
        if (isLeaving()) {
            return;
        }
        if (offered().instances().equals(instances)) {
            pending = null; // as if nothing had been
            return;
        }
        OfferCodec.encode(offered().next(instances)); // throws where too large
        pending = List.copyOf(instances);
        boolean isUrgent = Offers.isRetreat(offered().instances(), pending);
        long waitNanos = pace.waitNanos(timers.now(), isUrgent);
        timers.cancel(due);
        if (waitNanos == 0) {
            writePending();
        } else {
            observer.offerHeldBack();
            due = timers.in(waitNanos, "offer", this::writePending);
        }
    }

    /** The version of what was last asked to be offered, told already or not. */
    long versionToCome() {
        return table.self().offerVersion() + (pending == null ? 0 : 1);
    }

    /** What we serve as others are told. */
    private Offer offered() {
        return Objects.requireNonNull(table.self().offer(), "begun with an offer");
    }

    private void writePending() {
        if (pending != null && !isLeaving()) {
            Offer next = offered().next(pending);
            pending = null;
            pace.spend(timers.now());
            write(next);
        }
    }

    /** Says farewell. */
    void leave() {
        Belief self = table.self();
        if (!isLeaving()) {
            self.trouble(timers.now()).overNanos = timers.now();
            change(self, () -> self.become(Status.LEFT));
            gossiper.farewell(new Rumor.Left(self.id, self.incarnation, 0));
        }
    }

    /**
     * Hears what others say of our life.
     *
     * @return whether it accuses us although we refuted that already: whoever says so has missed it
     */
    boolean hear(Rumor.Life rumor) {
        Belief self = table.self();
        if (rumor.about().generation() > self.id.generation()) {
            outbid(rumor.about().generation());
            return false;
        }
        if (!rumor.about().equals(self.id) || isLeaving()) {
            return false;
        }
        if (rumor.incarnation() > WireFormat.COUNTER_CEILING) {
            observer.packetRejected(self.id.address(), Rejection.CEILING);
            return false;
        }
        if (self.rank(rumor) > 0) {
            observer.accusedOurselves(rumor);
            refute(rumor.incarnation());
            return false;
        }
        return rumor.status() != Status.ALIVE;
    }

    /**
     * Hears what others say that we serve: more than we ever said means that somebody altered it.
     *
     * @return whether that is so
     */
    boolean hear(Rumor.Offered rumor) {
        Belief self = table.self();
        boolean isAltered = rumor.about().equals(self.id) && rumor.version() > self.offerVersion();
        if (!isAltered || isLeaving()) {
            return false;
        }
        if (rumor.version() < WireFormat.COUNTER_CEILING) {
            write(new Offer(rumor.version() + 1, offered().labels(), offered().instances()));
        } else if (mayTakeNewLife()) {
            takeNewLife(self.id.generation());
        }
        return true;
    }

    /**
     * Takes a later life than the one that somebody else claims to have at our address: a former
     * self with a clock ahead of ours, most likely.
     */
    void outbid(long generation) {
        if (generation > table.self().id.generation() && mayTakeNewLife()) {
            takeNewLife(generation);
        }
    }

    private boolean mayTakeNewLife() {
        return !isLeaving() && timers.now() - bumpedNanos >= bumpPauseNanos;
    }

    private void takeNewLife(long above) {
        Belief self = table.self();
        if (above > NodeId.GENERATION_CEILING - LEAP) {
            observer.packetRejected(self.id.address(), Rejection.CEILING);
            return;
        }
        bumpedNanos = timers.now();
        NodeId before = self.id;
        NodeId after = new NodeId(before.address(), above + 1 + random.nextInt(LEAP - 1));
        Offer first = new Offer(1, offered().labels(), offered().instances());
        HeldOffer again = new HeldOffer(first, self.content());
        change(
                self,
                () -> {
                    self.id = after;
                    self.incarnation = 1;
                    self.held = again;
                });
        observer.selfChanged(before, after);
        announce();
    }

    private void refute(long accusedIncarnation) {
        Belief self = table.self();
        if (accusedIncarnation >= WireFormat.COUNTER_CEILING) {
            if (mayTakeNewLife()) {
                takeNewLife(self.id.generation());
            }
            return;
        }
        change(self, () -> self.incarnation = accusedIncarnation + 1);
        health.worsen(); // that we had to refute is a sign that we are slow (Lifeguard IV-A)
        observer.refuted(self.incarnation);
        gossiper.spreadRefutation(self.rumor(timers.now()));
    }

    private void write(Offer offer) {
        Belief self = table.self();
        HeldOffer held = HeldOffer.of(offer);
        change(self, () -> self.held = held);
        gossiper.spreadOffer(self);
        onOfferChanged.run();
    }

    private void announce() {
        gossiper.spread(table.self().rumor(timers.now()));
        gossiper.spreadOffer(table.self());
    }

    private void change(Belief self, Runnable change) {
        Member before = self.picture();
        table.change(self, change);
        observer.memberChanged(before, self.picture());
    }
}
