package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Whether nodes believe the truth and nothing else, and where not. */
final class Agreement {
    /** Differences named in a message. */
    private static final int NAMED = 10;

    private final SimWorld world;
    private final List<SimNode> nodes;
    private final int most;
    private final boolean[] isExpected;
    private final List<String> differences = new ArrayList<>();

    private Agreement(SimWorld world, List<SimNode> nodes, int most) {
        this.world = world;
        this.nodes = nodes;
        this.most = most;
        this.isExpected = new boolean[world.size()];
        nodes.stream()
                .filter(node -> !node.config().isObserver())
                .forEach(node -> isExpected[node.index()] = true);
    }

    /**
     * One of these nodes that does not believe the truth, or null if all do.
     *
     * @param former whoever did not when this was last asked, or null: the likeliest one
     */
    static @Nullable SimNode dissenter(
            SimWorld world, List<SimNode> nodes, @Nullable SimNode former) {
        Agreement agreement = new Agreement(world, nodes, 1);
        if (former != null && nodes.contains(former) && agreement.isDissenter(former)) {
            return former;
        }
        return nodes.stream().filter(agreement::isDissenter).findFirst().orElse(null);
    }

    private boolean isDissenter(SimNode observer) {
        compare(observer);
        return !differences.isEmpty();
    }

    /**
     * The differences from the truth, in words, at most some of them.
     *
     * @param nodes running nodes of one cluster, which should know the members among them and
     *     nobody else
     * @param most stop after that many
     */
    static List<String> differences(SimWorld world, List<SimNode> nodes, int most) {
        Agreement agreement = new Agreement(world, nodes, most);
        for (SimNode observer : nodes) {
            agreement.compare(observer);
            if (agreement.differences.size() >= most) {
                break;
            }
        }
        return agreement.differences;
    }

    static String text(SimWorld world, List<SimNode> nodes) {
        List<String> differences = differences(world, nodes, NAMED);
        return differences.isEmpty() ? "" : "\n  " + String.join("\n  ", differences);
    }

    private void compare(SimNode observer) {
        for (SimNode subject : world.nodes()) {
            if (differences.size() >= most) {
                return;
            }
            if (isExpected[subject.index()]) {
                compareLiving(observer, subject);
            } else if (!(subject.isAlive() && !subject.isRunning())) {
                compareAbsent(observer, subject);
            }
        }
        if (observer.viewHash() != nodes.get(0).viewHash()) {
            differences.add("node " + observer.index() + " has another view hash than the first");
        }
    }

    private void compareLiving(SimNode observer, SimNode subject) {
        Life life = subject.life();
        long truth = Beliefs.rank(life.id().generation(), life.incarnation(), Status.ALIVE);
        long belief = world.beliefs().rank(observer.index(), subject.index());
        long version = world.beliefs().offerVersion(observer.index(), subject.index());
        if (belief != truth) {
            differ(observer, subject, Beliefs.text(belief), Beliefs.text(truth));
        } else if (version != life.offerVersion()) {
            differ(observer, subject, "offer " + version, "offer " + life.offerVersion());
        }
    }

    private void compareAbsent(SimNode observer, SimNode subject) {
        long belief = world.beliefs().rank(observer.index(), subject.index());
        Status status = Beliefs.status(belief);
        if (status != null && status.isLive()) {
            differ(observer, subject, Beliefs.text(belief), "not there");
        }
    }

    private void differ(SimNode observer, SimNode subject, String belief, String truth) {
        differences.add(
                "node "
                        + observer.index()
                        + " holds node "
                        + subject.index()
                        + " for "
                        + belief
                        + ", in truth "
                        + truth);
    }
}
