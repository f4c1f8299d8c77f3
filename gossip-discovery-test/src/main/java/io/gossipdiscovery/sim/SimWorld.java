package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What all parts of one simulation share: the time, the nodes, the truth, and those who take notes.
 */
final class SimWorld {
    private final SimSetup setup;
    private final SimLoop loop = new SimLoop();
    private final Fingerprint fingerprint = new Fingerprint();
    private final Trace trace;
    private final Lives lives;
    private final Beliefs beliefs;
    private final Verdicts verdicts = new Verdicts(this);
    private final Invariants invariants = new Invariants(this);
    private final SimNode[] nodes;
    private final SimNetwork network;
    private final SimLifelines lifelines;
    private final SimDials dials = new SimDials(this);
    private long changes;

    SimWorld(SimSetup setup) {
        this.setup = setup;
        this.trace = new Trace(loop, setup);
        this.lives = new Lives(setup.nodes());
        this.beliefs = new Beliefs(setup.nodes());
        this.nodes = new SimNode[setup.nodes()];
        this.lifelines = new SimLifelines(this);
        SplittableRandom seeded = new SplittableRandom(setup.seed());
        this.network = new SimNetwork(this, setup.quality(), seeded.split(), this::arrive);
        Arrays.setAll(nodes, i -> new SimNode(this, i, setup.configOf(i), seeded.split()));
    }

    SimSetup setup() {
        return setup;
    }

    SimLoop loop() {
        return loop;
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    int size() {
        return nodes.length;
    }

    SimNode node(int index) {
        return nodes[index];
    }

    List<SimNode> nodes() {
        return Arrays.asList(nodes);
    }

    SimNetwork network() {
        return network;
    }

    SimDials dials() {
        return dials;
    }

    SimLifelines lifelines() {
        return lifelines;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    Trace trace() {
        return trace;
    }

    Lives lives() {
        return lives;
    }

    Beliefs beliefs() {
        return beliefs;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    Invariants invariants() {
        return invariants;
    }

    /** Grows whenever somebody's belief changes or a node starts or stops. */
    long changes() {
        return changes;
    }

    void note(String what, Object detail) {
        changes++;
        trace.note(Trace.NOBODY, what, detail);
    }

    void note(SimNode node, String what, Object detail) {
        changes++;
        fingerprint.add(nowNanos() ^ node.index());
        trace.note(node.index(), what, detail);
    }

    private boolean arrive(Packet packet) {
        return nodes[packet.to()].arrive(packet);
    }

    /** A node told its observer of a changed belief. */
    void believed(SimNode observer, @Nullable Member before, @Nullable Member after) {
        if (after != null && after.id().address().equals(observer.address())) {
            observer.livesAs(after.id()).spoke(after);
        }
        trace.belief(observer.index(), before, after);
        SimNode subject = invariants.checkBelief(observer, before, after);
        beliefs.put(observer.index(), subject.index(), after);
        changes++;
        fingerprint.add((long) observer.index() << 32 | subject.index());
        fingerprint.add(Beliefs.rank(after) + Beliefs.offerVersion(after));
        if (after != null) {
            verdicts.pictured(observer, subject, after);
        }
        if (after != null && (before == null || Beliefs.rank(before) != Beliefs.rank(after))) {
            verdicts.believed(observer, subject, after);
        }
    }

    void selfChanged(SimNode node, NodeId before, NodeId after) {
        note(node, "becomes", after);
        invariants.checkSelfChanged(node, before, after);
        node.livesAs(after);
    }

    /** The end of the simulation, with all that is needed to play it again. */
    SimFailure failure(String what, @Nullable Throwable cause) {
        if (cause instanceof SimFailure failure) {
            return failure;
        }
        String text =
                what
                        + "\n  scenario  "
                        + setup.scenario()
                        + "\n  seed      "
                        + setup.seed()
                        + "   (play it again: -Dsim.seed="
                        + setup.seed()
                        + ", every line of it: -Dsim.trace=true)"
                        + "\n  time      "
                        + Duration.ofNanos(nowNanos())
                        + ", event "
                        + loop.happened()
                        + "\n"
                        + trace.tail();
        return new SimFailure(text, cause);
    }
}
