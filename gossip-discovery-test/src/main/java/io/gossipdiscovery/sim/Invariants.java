package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What must be true after every event, whatever the network does. Each check looks at the one thing
 * that changed and takes constant time; {@link #checkStory} looks at everything and is for the end
 * of a run.
 *
 * <ol>
 *   <li>The rank of a belief about an address never falls as long as it is remembered.
 *   <li>Nobody believes in a life, an incarnation or an offer that its owner did not live, take or
 *       write.
 *   <li>LEFT ends a life, unless its owner refuted it.
 *   <li>A running node that does not leave holds itself for ALIVE.
 *   <li>Nodes of two clusters do not know each other.
 *   <li>No packet exceeds the limit of its lane.
 *   <li>Local health stays in its range.
 *   <li>Nobody declares a member dead but after a failed probe of its own, on the word of two
 *       distinct witnesses that it is gone (one in a cluster of three), or because another life
 *       answered.
 *   <li>Nobody believes its offer seen by more than hold it.
 *   <li>Whoever doubts or convicts a life says on whose word.
 *   <li>A life goes through legal phases only, and none is forgotten that is not over, but by who
 *       was out of touch, and by observers, who follow what members know.
 *   <li>No node holds more lifelines than it is configured to.
 *   <li>What a node lists is what it told its observer.
 *   <li>Nobody comes to know a life that was over for longer than the dead are remembered.
 *   <li>Nobody believes in an observer, not even it itself; and an observer holds no lifelines.
 *   <li>What a node was told of its own addresses somebody did find there.
 * </ol>
 */
final class Invariants {
    /** In a cluster of so many nodes one witness is enough. */
    private static final int SMALL = 3;

    private final SimWorld world;

    Invariants(SimWorld world) {
        this.world = world;
    }

    void checkPacket(SimNode sender, Lane lane, int bytes) {
        int limit =
                lane == Lane.DATAGRAM
                        ? sender.config().dissemination().packetBytes()
                        : WireFormat.STREAM_BYTES;
        if (bytes > limit) {
            require(false, sender, "sends a %s of %d bytes, over %d", lane, bytes, limit);
        }
    }

    void checkLifelines(SimNode node, int held) {
        int most = node.config().isObserver() ? 0 : node.config().probe().lifelines();
        require(held <= most, node, "holds %d lifelines, over %d", held, most);
    }

    void checkHealth(SimNode node, int score) {
        int ceiling = node.config().probe().healthCeiling();
        require(score >= 0 && score < ceiling, node, "scores its health %d of %d", score, ceiling);
    }

    /** Nobody claims that more have seen his offer than really hold it. */
    void checkSeen(SimNode node, Visibility reached, int holders) {
        require(
                reached.seen() <= holders,
                node,
                "believes its offer seen by %s, but %d hold it",
                reached,
                holders);
    }

    /** Whoever comes to doubt a life or to hold it for dead told just before on whose word. */
    void checkReason(
            SimNode node,
            @Nullable Member before,
            @Nullable Member after,
            Rumor.@Nullable Life told) {
        if (after == null || before != null && Beliefs.rank(before) == Beliefs.rank(after)) {
            return;
        }
        require(
                after.status() != Status.SUSPECT && after.status() != Status.DEAD
                        || told != null
                                && told.about().equals(after.id())
                                && told.status() == after.status()
                                && told.incarnation() == after.incarnation(),
                node,
                "holds %s without a reason, the last was %s",
                after,
                told);
    }

    void checkSelfChanged(SimNode node, NodeId before, NodeId after) {
        require(
                after.address().equals(before.address())
                        && after.generation() > before.generation(),
                node,
                "becomes %s after %s",
                after,
                before);
    }

    /** A belief that was is given up or replaced; returns whom it is about. */
    SimNode checkBelief(SimNode observer, @Nullable Member before, @Nullable Member after) {
        Member either = after != null ? after : before;
        if (either == null) {
            throw broken(observer, "tells of a change from nothing to nothing");
        }
        int place = Places.index(either.id().address(), world.size());
        require(place != Places.NOWHERE, observer, "knows %s, which never was", either);
        SimNode subject = world.node(place);
        require(
                !subject.config().isObserver(),
                observer,
                "believes in node %d, an observer",
                place);
        long held = world.beliefs().rank(observer.index(), place);
        long said = Beliefs.rank(before);
        if (held != said) {
            require(
                    false,
                    observer,
                    "held node %d for %s, but now says that it held it for %s",
                    place,
                    Beliefs.text(held),
                    Beliefs.text(said));
        }
        if (after != null) {
            checkNewBelief(observer, subject, before, after);
        }
        return subject;
    }

    /** A belief that was is given up or replaced. */
    void checkForgotten(
            SimNode observer,
            @Nullable Member before,
            @Nullable Member after,
            boolean mayForgetTheLiving) {
        require(
                after != null
                        || mayForgetTheLiving
                        || observer.config().isObserver()
                        || before != null && before.phase().isOver(),
                observer,
                "forgets %s, which is not over",
                before);
    }

    private void checkNewBelief(
            SimNode observer, SimNode subject, @Nullable Member before, Member after) {
        int place = subject.index();
        require(
                observer.config().cluster().equals(subject.config().cluster()),
                observer,
                "knows node %d of another cluster",
                place);
        Life life = world.lives().find(place, after.id());
        if (life == null) {
            throw broken(observer, "believes in %s, a life never lived", after.id());
        }
        require(
                after.incarnation() <= life.incarnation(),
                observer,
                "believes in incarnation %d of node %d, which is at %d",
                after.incarnation(),
                place,
                life.incarnation());
        if (Beliefs.rank(after) < Beliefs.rank(before)) {
            require(
                    false,
                    observer,
                    "held node %d for %s and now for %s",
                    place,
                    Beliefs.text(Beliefs.rank(before)),
                    Beliefs.text(Beliefs.rank(after)));
        }
        checkPhase(observer, before, after);
        checkResurrection(observer, life, before, after);
        checkFarewell(observer, life, before, after);
        checkOffer(observer, life, before, after);
        require(
                observer != subject || after.status() == Status.ALIVE || life.isLeaving(),
                observer,
                "holds itself for %s",
                after.status());
    }

    private void checkPhase(SimNode observer, @Nullable Member before, Member after) {
        require(
                before == null
                        || !before.id().equals(after.id())
                        || before.phase().mayBecome(after.phase()),
                observer,
                "lets %s go from %s to %s",
                after.id(),
                before == null ? null : before.phase(),
                after.phase());
    }

    private void checkResurrection(
            SimNode observer, Life life, @Nullable Member before, Member after) {
        boolean isMet = before == null && after.status().isLive();
        long rememberedNanos = observer.config().sync().reapAfterNanos();
        require(
                !isMet || !life.isOver() || world.nowNanos() - life.overAtNanos() < rememberedNanos,
                observer,
                "meets %s, which is long over",
                after.id());
    }

    private void checkFarewell(SimNode observer, Life life, @Nullable Member before, Member after) {
        require(
                before == null
                        || before.status() != Status.LEFT
                        || !before.id().equals(after.id())
                        || after.status() == Status.LEFT
                        || life.refutedWith() > before.incarnation(),
                observer,
                "lets %s return, which left",
                after.id());
        require(
                after.status() != Status.LEFT || life.isLeaving() || life.isOver(),
                observer,
                "lets %s leave, which stays",
                after.id());
    }

    private void checkOffer(SimNode observer, Life life, @Nullable Member before, Member after) {
        if (after.offer().isEmpty() || before != null && before.offer().equals(after.offer())) {
            return;
        }
        Offer offer = after.offer().get();
        require(
                life.wrote(offer),
                observer,
                "reads an offer of %s that it never wrote: %s instead of %s",
                after.id(),
                offer,
                life.offer(offer.version()));
        boolean sameLife = before != null && before.id().equals(after.id());
        require(
                !sameLife || offer.version() >= Beliefs.offerVersion(before),
                observer,
                "goes back from offer %d of %s to %d",
                Beliefs.offerVersion(before),
                after.id(),
                offer.version());
    }

    /** A node declares another one dead: on what grounds? */
    void checkVerdict(SimNode judge, Rumor.Dead verdict, boolean isProbed) {
        boolean isProven =
                verdict.evidence() == Evidence.GONE
                        && (verdict.witness() != null
                                        && !verdict.witness().equals(verdict.accuser())
                                || judge.members().stream().filter(m -> m.status().isLive()).count()
                                        <= SMALL);
        int place = Places.index(verdict.about().address(), world.size());
        boolean isReplaced =
                place != Places.NOWHERE && !world.node(place).id().equals(verdict.about());
        boolean isAsked = judge.config().protection().isVerdictVerified();
        require(
                !isAsked || isProbed || isProven || isReplaced,
                judge,
                "declares %s without a proof",
                verdict);
    }

    /** Whether a node lists what it told, no more and no less. */
    void checkStory(SimNode node) {
        List<Member> members = node.members();
        require(node.config().isObserver() || !members.isEmpty(), node, "does not list itself");
        require(
                node.config().isObserver() || members.get(0).id().equals(node.life().id()),
                node,
                "lists %s first instead of itself",
                members);
        int told = world.beliefs().count(node.index());
        require(told == members.size(), node, "lists %d members, told %d", members.size(), told);
        for (Member member : members) {
            int place = Places.index(member.id().address(), world.size());
            require(place != Places.NOWHERE, node, "lists %s, which never was", member);
            if (!world.beliefs().isHeld(node.index(), place, member)) {
                require(
                        false,
                        node,
                        "lists %s, but told %s with offer %d",
                        member,
                        Beliefs.text(world.beliefs().rank(node.index(), place)),
                        world.beliefs().offerVersion(node.index(), place));
            }
        }
        checkHealth(node, node.localHealth());
    }

    /** Whoever believes what others found was told so by one who did find it. */
    void checkFinding(SimNode node, Finding finding) {
        for (Finding.Attempt attempt : finding.attempts()) {
            int by = Places.index(attempt.by().address(), world.size());
            boolean isTrue =
                    world.dials().wasTold(by, finding.host(), finding.port(), attempt.outcome());
            require(isTrue, node, "was told of %s at %s", attempt, finding);
        }
    }

    private void require(boolean truth, SimNode node, String text, @Nullable Object... values) {
        if (!truth) {
            throw broken(node, text, values);
        }
    }

    private SimFailure broken(SimNode node, String text, @Nullable Object... values) {
        return world.failure("node " + node.index() + " " + String.format(text, values), null);
    }
}
