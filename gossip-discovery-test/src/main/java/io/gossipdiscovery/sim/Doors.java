package io.gossipdiscovery.sim;

import io.gossipdiscovery.catalog.CatalogView;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The two doors of one machine, both leading into the simulation. */
final class Doors implements Outbox, Observer {
    private final SimWorld world;
    private final SimNode node;
    private final CatalogView view = new CatalogView();
    private final boolean keepsCatalog;
    private final SimWaits waits;
    private final List<Finding> findings = new ArrayList<>();
    private long rejections;
    private boolean farewellSaid;
    private boolean mayForgetTheLiving;
    private Rumor.@Nullable Life latest; // accusation or verdict
    private final Set<NodeId> unanswered = new HashSet<>(); // looked up, never iterated

    Doors(SimWorld world, SimNode node) {
        this.world = world;
        this.node = node;
        this.waits = new SimWaits(world, node);
        this.keepsCatalog = world.setup().keepsCatalogs();
    }

    CatalogView view() {
        return view;
    }

    SimWaits waits() {
        return waits;
    }

    long rejections() {
        return rejections;
    }

    boolean isFarewellSaid() {
        return farewellSaid;
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        world.invariants().checkPacket(node, Lane.DATAGRAM, packet.remaining());
        world.network().send(Lane.DATAGRAM, node.index(), to, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        world.invariants().checkPacket(node, Lane.STREAM, packet.remaining());
        world.network().send(Lane.STREAM, node.index(), to, packet);
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        world.invariants().checkPacket(node, Lane.STREAM, packet.remaining());
        world.network().send(Lane.STREAM, node.index(), to, packet);
        world.lifelines().open(node, to);
    }

    @Override
    public void closeLifeline(Address to) {
        world.lifelines().close(node, to);
    }

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        world.dials().dial(node, number, host, port);
    }

    @Override
    public void addressChecked(@Nullable Finding before, @Nullable Finding after) {
        if (before != null) {
            findings.remove(before);
        }
        if (after != null) {
            world.invariants().checkFinding(node, after);
            findings.add(after);
            world.trace().note(node.index(), "finds", after);
        }
    }

    /** What others found at the addresses that the node tells. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        world.invariants().checkForgotten(node, before, after, mayForgetTheLiving);
        if (node.tellsWhy()) {
            world.invariants().checkReason(node, before, after, latest);
        }
        world.believed(node, before, after);
        if (keepsCatalog) {
            view.memberChanged(before, after);
        }
    }

    /** The machine was given to know all of these, itself among them. */
    void shared(List<Member> members) {
        if (keepsCatalog) {
            members.stream()
                    .filter(member -> !member.id().address().equals(node.address()))
                    .forEach(member -> view.memberChanged(null, member));
        }
    }

    @Override
    public void selfChanged(NodeId before, NodeId after) {
        world.selfChanged(node, before, after);
    }

    @Override
    public void probeFailed(NodeId target, int missingNacks) {
        unanswered.add(target);
        world.trace().note(node.index(), "failed", target);
    }

    @Override
    public void accused(Rumor.Suspect accusation, int accusers, long leftNanos) {
        latest = accusation;
    }

    @Override
    public void convicted(Rumor.Dead verdict) {
        latest = verdict;
    }

    @Override
    public void wasOutOfTouch(int members) {
        mayForgetTheLiving = true;
        world.note(node, "out of touch", members);
    }

    @Override
    public void declaredDead(Rumor.Dead verdict) {
        world.trace().note(node.index(), "declares", verdict);
        world.invariants().checkVerdict(node, verdict, unanswered.contains(verdict.about()));
    }

    @Override
    public void localHealthChanged(int score) {
        world.invariants().checkHealth(node, score);
        world.trace().note(node.index(), "health", score);
    }

    @Override
    public void refuted(long incarnation) {
        node.life().refuted(incarnation);
        world.trace().note(node.index(), "refutes", incarnation);
    }

    @Override
    public void packetRejected(Address from, Rejection reason) {
        rejections++;
        world.trace().note(node.index(), "rejects", reason);
    }

    @Override
    public void waitEnded(long wait, Visibility reached) {
        world.note(node, "shown", reached);
        waits.ended(wait, reached);
    }

    @Override
    public void farewellSaid() {
        farewellSaid = true;
    }
}
