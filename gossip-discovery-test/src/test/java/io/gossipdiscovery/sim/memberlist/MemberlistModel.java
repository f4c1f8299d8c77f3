package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.sim.Machine;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;

import java.util.random.RandomGenerator;

/** Puts the model into a simulated cluster. One for each cluster: its nodes share it. */
public final class MemberlistModel implements Machine.Factory {
    private final Settings settings;
    private final PushPullSize sizes;
    private final Offers offers = new Offers();
    private final boolean isAcquainted;

    /** A model whose nodes find each other through their seeds. */
    public MemberlistModel(Settings settings) {
        this(settings, false);
    }

    /**
     * A model whose nodes may know each other from a millisecond after their start, without a word
     * on the network: a large cluster takes the real one minutes to form, which is another
     * experiment.
     */
    public MemberlistModel(Settings settings, boolean isAcquainted) {
        this.settings = settings;
        this.isAcquainted = isAcquainted;
        this.sizes = new PushPullSize(settings);
    }

    @Override
    public Machine make(
            NodeId self,
            GossipConfig config,
            RandomGenerator random,
            Outbox outbox,
            Observer observer) {
        return new Memberlist(
                settings, sizes, offers, isAcquainted, self, random, outbox, observer);
    }
}
