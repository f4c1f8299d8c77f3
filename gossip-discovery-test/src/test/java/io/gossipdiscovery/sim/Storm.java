package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.swim.Lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A time of trouble out of a seed: some kinds of fault, at random moments, to random nodes. Which
 * kinds are at work differs from storm to storm, as all at once hide each other.
 */
final class Storm {
    private final SimCluster cluster;
    private final SplittableRandom random;
    private final List<Runnable> kinds = new ArrayList<>();
    private int offers;
    private boolean isOver;

    Storm(SimCluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed ^ 0x5707);
        Runnable[] all = {
            this::crash,
            this::kill,
            this::killAndRestart,
            this::restart,
            this::restartInThePast,
            this::stutter,
            this::offerMuch,
            this::leave,
            this::start,
            this::pause,
            this::changeOffer,
            this::awaitVisible,
            this::partition,
            this::oneWay,
            this::cutLifelines,
            this::closeDoor,
            // Not both: who has only streams left, and those slow, may well be missed.
            random.nextBoolean() ? this::worsen : this::blockLane,
        };
        for (Runnable kind : all) {
            if (random.nextBoolean()) {
                kinds.add(kind);
            }
        }
        kinds.add(this::changeOffer);
    }

    /** Rages for that long. */
    void rage(Duration duration) {
        Duration end = cluster.now().plus(duration);
        while (cluster.now().compareTo(end) < 0) {
            kinds.get(random.nextInt(kinds.size())).run();
            cluster.runFor(Duration.ofMillis(random.nextInt(1, 5000)));
        }
    }

    /** Lets every fault stop. The seeds run again; others that are gone may stay away. */
    void end() {
        isOver = true;
        for (int i = 0; i < cluster.size(); i++) {
            door(i, null);
        }
        cluster.network().heal();
        cluster.network().quality(LinkQuality.calm());
        for (int i = 0; i < cluster.size(); i++) {
            SimNode node = cluster.node(i);
            if (node.isAlive() && !node.isRunning()) {
                cluster.resume(i);
            }
            if (!node.isAlive() && (i < 2 || random.nextBoolean())) {
                cluster.start(i);
            }
        }
    }

    private void crash() {
        int node = any();
        if (cluster.node(node).isAlive()) {
            cluster.crash(node);
        }
    }

    private void kill() {
        int node = any();
        if (cluster.node(node).isAlive()) {
            cluster.kill(node);
        }
    }

    private void killAndRestart() {
        int node = any();
        if (cluster.node(node).isAlive()) {
            cluster.kill(node);
            Duration later = Duration.ofMillis(random.nextInt(1, 10_000));
            cluster.in(later, () -> startAgain(node));
        }
    }

    private void startAgain(int node) {
        if (!isOver && !cluster.node(node).isAlive()) {
            cluster.start(node);
        }
    }

    private void restart() {
        int node = any();
        if (cluster.node(node).isAlive()) {
            cluster.restart(node);
        }
    }

    /** The computer's clock has gone back between two lives. */
    private void restartInThePast() {
        int node = any();
        if (cluster.node(node).isAlive()) {
            long generation = cluster.node(node).id().generation();
            while (generation > 1 && cluster.node(node).hasLived(generation)) {
                generation = random.nextLong(1, generation);
            }
            cluster.crash(node);
            cluster.start(node, cluster.node(node).hasLived(generation) ? 0 : generation);
        }
    }

    /** A node that gets little of its processor: it stands still most of the time. */
    private void stutter() {
        int node = any();
        for (int i = 0; i < 20; i++) {
            cluster.in(Duration.ofMillis(300L * i), () -> pause(node, 200));
        }
    }

    private void start() {
        for (int i = 0; i < cluster.size(); i++) {
            if (!cluster.node(i).isAlive()) {
                cluster.start(i);
                return;
            }
        }
    }

    private void leave() {
        int node = any();
        if (cluster.node(node).isRunning()) {
            cluster.leave(node);
        }
    }

    private void pause() {
        pause(any(), random.nextInt(100, 20_000));
    }

    private void pause(int node, int millis) {
        if (cluster.node(node).isRunning() && !isOver) {
            NodePause pause = new NodePause(node, cluster.node(node).id().generation());
            cluster.pause(node);
            cluster.in(Duration.ofMillis(millis), () -> resume(pause));
        }
    }

    private void resume(NodePause pause) {
        SimNode node = cluster.node(pause.node);
        boolean sameLife = node.id().generation() == pause.generation;
        if (sameLife && node.isAlive() && !node.isRunning()) {
            cluster.resume(pause.node);
        }
    }

    private void changeOffer() {
        int node = any();
        if (isOffering(node)) {
            cluster.offer(node, List.of(Play.instance("parcels-" + offers++)));
        }
    }

    private void awaitVisible() {
        int node = any();
        changeOffer();
        if (isOffering(node)) {
            double fraction = random.nextDouble();
            cluster.awaitVisible(node, fraction, Duration.ofMillis(random.nextInt(1, 5000)));
        }
    }

    private void offerMuch() {
        int node = any();
        if (isOffering(node)) {
            cluster.offer(node, Play.largeOffer());
        }
    }

    private void worsen() {
        cluster.network()
                .quality(
                        LinkQuality.calm()
                                .withDelay(
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(random.nextInt(1, 50)))
                                .withLoss(random.nextDouble(0.25))
                                .withDuplication(random.nextDouble(0.3))
                                .withCorruption(random.nextDouble(0.05))
                                .withStragglers(random.nextDouble(0.1), Duration.ofSeconds(5)));
    }

    private void partition() {
        cluster.network().heal();
        if (random.nextBoolean()) {
            cluster.network().isolate(some());
        }
    }

    private void oneWay() {
        if (random.nextBoolean()) {
            cluster.network().deafen(any());
        } else {
            cluster.network().mute(any());
        }
    }

    private void blockLane() {
        Lane lane = random.nextBoolean() ? Lane.DATAGRAM : Lane.STREAM;
        cluster.network().block(lane, any(), any());
    }

    /** Something in the network forgets idle connections. */
    private void cutLifelines() {
        cluster.network().cutLifelines();
    }

    private boolean isOffering(int node) {
        return cluster.node(node).isRunning() && !cluster.node(node).config().isObserver();
    }

    /** Nobody can connect to an instance, although its node is well; or somebody can again. */
    private void closeDoor() {
        Dial[] outcomes = {null, Dial.REFUSED, Dial.SILENT, Dial.UNKNOWN_NAME};
        door(any(), outcomes[random.nextInt(outcomes.length)]);
    }

    private void door(int node, Dial outcome) {
        cluster.dials(cluster.node(node).address().host(), 8080, outcome);
    }

    private int any() {
        return random.nextInt(cluster.size());
    }

    private int[] some() {
        return random.ints(0, cluster.size()).limit(cluster.size() / 2).distinct().toArray();
    }

    /** Which life was paused: it may be over when it was to be resumed. */
    private record NodePause(int node, long generation) {}
}
