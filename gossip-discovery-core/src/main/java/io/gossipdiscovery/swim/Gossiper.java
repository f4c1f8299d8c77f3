package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.config.DisseminationMode;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

/**
 * Spreads rumors between probes. Pushing: news goes out eagerly, after a moment in which it finds
 * company, then at every gossip interval until each rumor was told often enough; silent when there
 * is nothing to say. Pulling: who has met another view asks around what is new, at every gossip
 * interval, until views are equal. By default each round does both.
 */
final class Gossiper implements Voice {
    private final DisseminationConfig config;
    private final MemberTable table;
    private final Surroundings surroundings;
    private final RumorQueue queue;
    private final PacketSender sender;
    private final ByteBudget budget;
    private final Timers timers;
    private final Observer observer;
    private Timers.@Nullable Alarm round;
    private boolean leaving;
    private boolean isCurious;
    private boolean isSilent = true;
    private boolean isUrgent;

    Gossiper(
            DisseminationConfig config,
            MemberTable table,
            Surroundings surroundings,
            RumorQueue queue,
            PacketSender sender,
            ByteBudget budget,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.surroundings = surroundings;
        this.queue = queue;
        this.sender = sender;
        this.budget = budget;
        this.timers = timers;
        this.observer = observer;
    }

    @Override
    public void spread(Rumor rumor) {
        if (leaving) {
            return;
        }
        queue.add(rumor);
        if (!isPulling()) {
            roundWithin(config.eagerDelayNanos());
        }
    }

    /** Begins to tell that we live after all, whatever the byte budget says. */
    void spreadRefutation(Rumor.Life alive) {
        isUrgent = true;
        spread(alive);
    }

    @Override
    public void spreadOffer(Belief owner) {
        spread(sender.offerRumor(owner));
    }

    /** Tells our farewell, and nothing else; then we may go. */
    void farewell(Rumor.Left left) {
        leaving = true;
        timers.cancel(round);
        queue.clear();
        queue.add(left); // whoever is answered meanwhile hears it too
        new Farewell(config.eagerDelayNanos(), table, sender, timers, observer).begin();
    }

    /** Somebody told the hash of its view. Where it differs, there may be news. */
    void compare(long viewHash) {
        isCurious = viewHash != table.viewHash();
        if (isCurious && isPulling() && !leaving) {
            roundWithin(config.intervalNanos());
        }
    }

    /** Whether we only ask. */
    private boolean isPulling() {
        return config.mode() == DisseminationMode.PULL;
    }

    private void roundWithin(long delayNanos) {
        if (round != null && round.isSet()) {
            if (round.deadlineNanos() - timers.now() <= delayNanos) {
                return;
            }
            timers.cancel(round);
        }
        round = timers.in(delayNanos, "gossip", this::round);
    }

    private void round() {
        long waitNanos = isUrgent ? 0 : budget.waitNanos();
        if (waitNanos > 0) {
            observer.roundHeldBack();
            roundWithin(Math.max(waitNanos, config.intervalNanos()));
            return;
        }
        isUrgent = false;
        // First of all the next round: should sending fail, the rest must still be told.
        roundWithin(config.intervalNanos());
        boolean isAsking = config.mode() != DisseminationMode.PUSH;
        // News leaves the zone at once, whatever the share: there may be few rounds.
        int leastFromAll = isSilent ? 1 : 0;
        isSilent = false;
        for (Belief member : surroundings.sample(isPulling() ? 1 : config.fanOut(), leastFromAll)) {
            if (isAsking) {
                sender.ask(member.id);
            } else {
                sender.gossip(member.id);
            }
            isAsking = false;
        }
        if (table.liveCount() == 0) {
            queue.clear(); // whoever comes later gets it all by sync
        }
        if (isPulling() ? !isCurious : queue.isEmpty()) {
            timers.cancel(round);
            isSilent = true;
        }
    }
}
