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

    public MemberlistModel(Settings settings) {
        this.settings = settings;
        this.sizes = new PushPullSize(settings);
    }

    @Override
    public Machine make(
            NodeId self,
            GossipConfig config,
            RandomGenerator random,
            Outbox outbox,
            Observer observer) {
        return new Memberlist(settings, sizes, offers, self, random, outbox, observer);
    }
}
