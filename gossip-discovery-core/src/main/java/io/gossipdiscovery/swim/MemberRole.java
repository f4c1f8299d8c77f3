package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;
import java.util.List;

/** A member has all the duties, and the others believe in it. */
final class MemberRole implements Role {
    private final GossipConfig config;
    private final Parts parts;

    MemberRole(GossipConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    @Override
    public void start(NodeId self) {
        parts.budget.start();
        parts.syncBudget.start();
        parts.observerDuty.start();
        parts.own.begin(self, config.labels());
        parts.synchronizer.start();
        parts.quarantine.start();
        parts.detector.start();
        parts.joiner.start();
        parts.checks.start();
    }

    @Override
    public MemberTable table() {
        return parts.table;
    }

    @Override
    public void share(Census census) {
        parts.membership.share(census);
    }

    @Override
    public void receive(Lane lane, Address from, ByteBuffer packet) {
        parts.reception.receive(lane, from, packet);
    }

    @Override
    public void streamDelivered(Address to) {
        parts.detector.onDelivered(to);
    }

    @Override
    public void streamRefused(Address to) {
        parts.detector.onRefused(to);
    }

    @Override
    public void lifelineBroken(Address to) {
        parts.lifelines.onBroken(to);
    }

    @Override
    public void dialed(long number, Dial outcome) {
        parts.dialDuty.dialed(number, outcome);
    }

    @Override
    public void drained() {
        parts.quarantine.drained();
    }

    @Override
    public void away(long nanos) {
        parts.health.worsen();
        parts.quarantine.away(nanos);
    }

    @Override
    public void seeds(List<Address> seeds) {
        parts.joiner.seeds(seeds);
    }

    @Override
    public void offer(List<Instance> instances) {
        parts.own.offer(instances);
    }

    @Override
    public void awaitVisible(long wait, double fraction, long timeoutNanos) {
        parts.audience.await(wait, fraction, timeoutNanos);
    }

    @Override
    public void hint(Address address) {
        parts.detector.onHint(address);
    }

    @Override
    public void leave() {
        parts.detector.stop();
        parts.joiner.stop();
        parts.checks.stop();
        parts.own.leave();
        parts.audience.stop();
        parts.lifelines.stop();
    }

    @Override
    public boolean isIsolated() {
        return parts.isolation.isIsolated();
    }

    @Override
    public int localHealth() {
        return parts.health.score();
    }
}
