package io.gossipdiscovery.sim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Census;
import io.gossipdiscovery.swim.Commons;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;
import io.gossipdiscovery.swim.Swim;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Our own machine, as it is: every call is handed on. */
final class SwimMachine implements Machine {
    private final Swim swim;

    SwimMachine(
            NodeId self,
            GossipConfig config,
            RandomGenerator random,
            Outbox outbox,
            Observer observer,
            Commons commons) {
        swim = new Swim(self, config, random, outbox, observer, commons);
    }

    @Override
    public void start(long nowNanos) {
        swim.start(nowNanos);
    }

    @Override
    public void seeds(long nowNanos, List<Address> seeds) {
        swim.seeds(nowNanos, seeds);
    }

    @Override
    public void offer(long nowNanos, List<Instance> instances) {
        swim.offer(nowNanos, instances);
    }

    @Override
    public void leave(long nowNanos) {
        swim.leave(nowNanos);
    }

    @Override
    public void share(long nowNanos, Census census) {
        swim.share(nowNanos, census);
    }

    @Override
    public void receive(long nowNanos, Lane lane, Address from, ByteBuffer packet) {
        swim.receive(nowNanos, lane, from, packet);
    }

    @Override
    public void streamDelivered(long nowNanos, Address to) {
        swim.streamDelivered(nowNanos, to);
    }

    @Override
    public void streamRefused(long nowNanos, Address to) {
        swim.streamRefused(nowNanos, to);
    }

    @Override
    public void lifelineBroken(long nowNanos, Address to) {
        swim.lifelineBroken(nowNanos, to);
    }

    @Override
    public void dialed(long nowNanos, long number, Dial outcome) {
        swim.dialed(nowNanos, number, outcome);
    }

    @Override
    public void hint(long nowNanos, Address about) {
        swim.hint(nowNanos, about);
    }

    @Override
    public void awaitVisible(long nowNanos, long wait, double fraction, long timeoutNanos) {
        swim.awaitVisible(nowNanos, wait, fraction, timeoutNanos);
    }

    @Override
    public void advance(long nowNanos) {
        swim.advance(nowNanos);
    }

    @Override
    public long nextDeadlineNanos() {
        return swim.nextDeadlineNanos();
    }

    @Override
    public NodeId self() {
        return swim.self();
    }

    @Override
    public List<Member> members() {
        return swim.members();
    }

    @Override
    public long viewHash() {
        return swim.viewHash();
    }

    @Override
    public boolean tellsWhy() {
        return true;
    }

    @Override
    public boolean isIsolated() {
        return swim.isIsolated();
    }

    @Override
    public int localHealth() {
        return swim.localHealth();
    }
}
