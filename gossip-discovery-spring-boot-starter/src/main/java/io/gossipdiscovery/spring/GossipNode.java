package io.gossipdiscovery.spring;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.node.Network;
import io.gossipdiscovery.node.SeedSource;
import io.gossipdiscovery.node.Seeds;
import io.gossipdiscovery.node.StartFailedException;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The node of this application, across its lives: one from each start of the context to its stop.
 *
 * <p>Other beans hold this rather than a {@link GossipDiscovery}, because a context may stop and
 * start again (restart, pause and resume, checkpoint and restore) and a node that has left does not
 * come back. The node begins before and ends after everything else of the application, so that
 * there is always somebody to answer. Later lives take the port of the first where they can, so
 * that those who know the address meet the new life there, also those of a later context of the
 * same process (see {@link Berth}). A context that is merely paused keeps its node. Thread-safe;
 * reading takes no lock.
 */
public final class GossipNode implements SmartLifecycle, AutoCloseable {
    /** First to start, last to stop. */
    public static final int PHASE = Integer.MIN_VALUE + 1024;

    private static final Logger log = LoggerFactory.getLogger(GossipNode.class);

    /** How much longer than the grace we wait for a node that does not keep to it. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final GossipConfig config;
    private final Berth berth;
    private final Network network;
    private final Seeds seeds;
    private final RequiredJoin join;
    private final Duration grace;
    private final Observer[] observers;
    private volatile @Nullable GossipDiscovery latest;
    private volatile boolean running;

    /** A node that is yet to start, with the seeds of its configuration. */
    public GossipNode(GossipConfig config, Duration grace, List<Observer> observers) {
        this(
                config,
                Berth.unshared(config),
                Network.SOCKETS,
                List.of(),
                JoinProperties.DEFAULT,
                grace,
                observers);
    }

    /**
     * A node that is yet to start.
     *
     * @param berth where it gossiped before, and will the next time
     * @param network what carries its packets
     * @param sources asked for seeds beside those of the configuration
     * @param join whether a start waits for another node
     * @param grace how long a life may take to say farewell
     * @param observers what is told of every life's doings, on the gossip thread
     */
    public GossipNode(
            GossipConfig config,
            Berth berth,
            Network network,
            List<SeedSource> sources,
            JoinProperties join,
            Duration grace,
            List<Observer> observers) {
        this.config = config;
        this.berth = berth;
        this.network = network;
        this.seeds =
                new Seeds(
                        Stream.concat(config.seeds().stream().map(Seeds::parse), sources.stream())
                                .toList());
        this.join = new RequiredJoin(join, seeds, network);
        this.grace = grace;
        this.observers = observers.toArray(new Observer[0]);
    }

    public GossipConfig config() {
        return config;
    }

    /** Whom the node asks first, and what was found behind each. */
    public Seeds seeds() {
        return seeds;
    }

    /**
     * The present life.
     *
     * @throws IllegalStateException while the node does not run
     */
    public GossipDiscovery discovery() {
        return life().orElseThrow(
                        () -> new IllegalStateException("the gossip node is not running"));
    }

    /** The present life, or empty while the node does not run. */
    public Optional<GossipDiscovery> life() {
        return running ? Optional.ofNullable(latest) : Optional.empty();
    }

    /**
     * What is served in the cluster, as last known: of the last life while the node does not run.
     */
    public Catalog catalog() {
        GossipDiscovery life = latest;
        return life == null ? Catalog.EMPTY : life.catalog();
    }

    /**
     * Begins a life: binds its sockets and joins in the background. Waits for nobody, unless the
     * settings require it.
     *
     * @throws NotJoinedException where another node is required and none was reached
     */
    @Override
    public synchronized void start() {
        if (!running) {
            GossipDiscovery life = berth.port() == 0 ? begin(config) : beginAt(berth.port());
            berth.tookPort(life.self().address().port());
            try {
                join.await(life);
            } catch (RuntimeException e) {
                life.close();
                throw e;
            }
            latest = life;
            running = true;
        }
    }

    /** Ends the life with a farewell. Waits for the grace at most. */
    @Override
    public synchronized void stop() {
        GossipDiscovery life = latest;
        if (!running || life == null) {
            return;
        }
        running = false;
        try {
            life.leave(grace).get(grace.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The gossip node leaves without farewell", e);
        } finally {
            life.close();
        }
    }

    /** Ends the life at once. After a {@link #stop} there is nothing to do. */
    @Override
    public synchronized void close() {
        GossipDiscovery life = latest;
        if (running && life != null) {
            running = false;
            life.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A pause ends soon, and a member that came and went each time would be avoided. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private GossipDiscovery beginAt(int port) {
        BindConfig bind = config.bind();
        if (bind.advertisedPort() != 0) {
            return begin(config); // others do not see the port that is bound
        }
        try {
            return begin(config.withBind(bind.withPorts(port, port)));
        } catch (StartFailedException e) {
            log.info("Port {} of a former life cannot be had again: {}", port, e.getMessage());
            return begin(config);
        }
    }

    private GossipDiscovery begin(GossipConfig config) {
        try {
            return GossipDiscovery.start(config, seeds, network, observers);
        } catch (StartFailedException e) {
            if (!isDefaultRangeTaken(config.bind(), e)) {
                throw e;
            }
            GossipDiscovery life =
                    GossipDiscovery.start(
                            config.withBind(config.bind().withPorts(0, 0)),
                            seeds,
                            network,
                            observers);
            log.info(
                    "Ports {} to {} are taken, so the node listens at {}, where others do not"
                            + " look, and looks for them itself; set {} to choose a port",
                    ConfigMapping.FIRST_PORT,
                    ConfigMapping.LAST_PORT,
                    life.self().address(),
                    BindMapping.BIND_PORT);
            return life;
        }
    }

    /** Nobody asked for these ports, so that any other does as well, where others can see it. */
    private static boolean isDefaultRangeTaken(BindConfig bind, StartFailedException e) {
        return e.reason() == StartFailedException.Reason.PORT_TAKEN
                && bind.firstPort() == ConfigMapping.FIRST_PORT
                && bind.lastPort() == ConfigMapping.LAST_PORT
                && bind.advertisedPort() == 0;
    }
}
