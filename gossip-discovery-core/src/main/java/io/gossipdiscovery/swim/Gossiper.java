package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.wire.Rumor;

/**
 * Spreads rumors between probes: news goes out eagerly, after a moment in which it finds company,
 * then at every gossip interval until each rumor was told often enough. Silent when there is
 * nothing to say.
 */
final class Gossiper {
    private final DisseminationConfig config;
    private final MemberTable table;
    private final RumorQueue queue;
    private final PacketSender sender;
    private final Timers timers;
    private final Observer observer;
    private Timers.Alarm round;
    private boolean leaving;

    Gossiper(
            DisseminationConfig config,
            MemberTable table,
            RumorQueue queue,
            PacketSender sender,
            Timers timers,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.queue = queue;
        this.sender = sender;
        this.timers = timers;
        this.observer = observer;
    }

    /** Begins to tell a rumor. */
    void spread(Rumor rumor) {
        if (!leaving) {
            tell(rumor);
        }
    }

    /** Begins to tell what a member offers; what is too large for a datagram is only announced. */
    void spreadOffer(Belief owner) {
        spread(sender.offerRumor(owner));
    }

    /** Tells our farewell, and nothing else, as quickly as is useful; then we may go. */
    void farewell(Rumor.Left left) {
        leaving = true;
        queue.clear();
        tell(left);
    }

    private void tell(Rumor rumor) {
        queue.add(rumor);
        roundWithin(config.eagerDelayNanos());
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
        // First of all the next round: should sending fail, the rest must still be told.
        roundWithin(leaving ? config.eagerDelayNanos() : config.intervalNanos());
        for (Belief member : table.sample(config.fanOut(), member -> true)) {
            sender.gossip(member.id);
        }
        if (table.live().isEmpty()) {
            queue.clear(); // whoever comes later gets it all by sync
        }
        if (queue.isEmpty()) {
            timers.cancel(round);
            if (leaving) {
                observer.farewellSaid();
            }
        }
    }
}
