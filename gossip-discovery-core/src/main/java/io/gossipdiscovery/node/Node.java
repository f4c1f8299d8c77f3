package io.gossipdiscovery.node;

import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.catalog.MemberFeed;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.catalog.Watchers;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SecurityMode;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.netty.Lanes;
import io.gossipdiscovery.netty.SwimDriver;
import io.gossipdiscovery.netty.Transport;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Swim;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The parts of a running node, and the order in which they begin and end. Thread-safe.
 *
 * <p>{@code running → (leaving →) closed}. Closing happens once, on the thread that closes first;
 * others wait for it, except the node's own threads, for which it may be waiting itself.
 */
final class Node implements SwimDriver.Owner {
    private static final Logger log = LoggerFactory.getLogger(GossipDiscovery.class);

    private static final Duration LONGEST_GRACE = Duration.ofDays(1);

    /** How long a start waits for the loop's first turn, and a second closer for the first. */
    private static final long PATIENCE_SECONDS = 5;

    private static final int GENERATION_RANDOM_BITS = 10;

    /** After so long without company a node says so. */
    private static final long LONELY_SECONDS = 10;

    private final GossipConfig config;
    private final Seeds seeds;
    private final Counters counters;
    private final Transport transport;
    private final Lanes lanes;
    private final Threads threads;
    private final Offering offering;
    private final Journal journal;
    private final Snapshots snapshots;
    private final Trail trail;
    private final Watchers watchers;
    private final Swim swim;
    private final SwimDriver driver;
    private final Waits waits;
    private final MemberFeed feed;
    private final Reachability reachability;
    private final Findings findings = new Findings();
    private final AtomicBoolean offerPending = new AtomicBoolean();
    private final AtomicBoolean announcePending = new AtomicBoolean();
    private final AtomicBoolean eventsPending = new AtomicBoolean();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> farewell = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Node(
            GossipConfig config,
            Seeds seeds,
            Transport transport,
            Counters counters,
            Lanes lanes,
            Address address,
            List<Observer> instruments) {
        SecureRandom chance = new SecureRandom();
        NodeId id = new NodeId(address, generation(chance));
        this.config = config;
        this.seeds = seeds;
        this.transport = transport;
        this.lanes = lanes;
        this.counters = counters;
        threads = new Threads(lanes.port());
        offering = new Offering(config.labels());
        journal = new Journal(address, threads.log());
        snapshots = new Snapshots(id);
        reachability =
                new Reachability(snapshots::self, snapshots::isAlone, config.probe().interval());
        feed = new MemberFeed(e -> log.warn("A listener failed", e));
        trail = new Trail(id, System::nanoTime);
        watchers = new Watchers(snapshots::catalog, e -> log.warn("A watcher failed", e));
        Observer all = new Instruments(observers(instruments), this::failed);
        swim = new Swim(id, config, new Random(chance.nextLong()), lanes, all);
        driver = new SwimDriver(transport, lanes, swim, all, this);
        waits = new Waits(swim, driver, threads, snapshots);
    }

    static Node start(
            GossipConfig config, SeedSource seeds, Network network, List<Observer> instruments) {
        Place place = Place.of(config);
        Counters counters = new Counters();
        Transport transport = Transport.open();
        try {
            Lanes lanes = place.bind((ip, port) -> network.bind(transport, ip, port, counters));
            transport.rename("gossip-" + lanes.port());
            Address address = place.advertised(lanes.port());
            Node node =
                    new Node(
                            config,
                            Seeds.of(seeds),
                            transport,
                            counters,
                            lanes,
                            address,
                            instruments);
            node.begin(place);
            return node;
        } catch (RuntimeException | Error e) {
            transport.close();
            throw e;
        }
    }

    GossipConfig config() {
        return config;
    }

    Counters counters() {
        return counters;
    }

    Threads threads() {
        return threads;
    }

    Offering offering() {
        return offering;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    Subscription events(Consumer<MemberEvent> listener, Executor executor) {
        MemberFeed.Listener listening = feed.listener(listener, executor);
        driver.command(now -> feed.enroll(listening));
        return listening;
    }

    Explanation explain(Address about) {
        return new Explanation(
                about, snapshots.member(about), System.nanoTime(), trail.entries(about));
    }

    List<Finding> findings() {
        return findings.all();
    }

    boolean isUnreached() {
        return reachability.isUnreached();
    }

    Watchers watchers() {
        return watchers;
    }

    boolean isRunning() {
        return !closing.get();
    }

    CompletableFuture<Void> joined() {
        return joined.copy();
    }

    void replace(Collection<Instance.Key> withdrawn, Collection<Instance> offered) {
        if (config.isObserver() && !offered.isEmpty()) {
            throw new IllegalStateException(
                    "an observer offers nothing, and nobody would see "
                            + offered.iterator().next().key()
                            + "; only a member can register: "
                            + snapshots.self());
        }
        if (!isRunning() || leaving.get()) {
            throw new IllegalStateException("the node has left or closed: " + snapshots.self());
        }
        if (offering.replace(withdrawn, offered)) {
            offerSoon();
        }
    }

    boolean deregister(Instance instance) {
        boolean removed = offering.remove(instance);
        if (removed) {
            offerSoon();
        }
        return removed;
    }

    void suspectHint(Address address) {
        driver.command(now -> swim.hint(now, address));
    }

    CompletableFuture<Visibility> awaitVisible(double fraction, Duration timeout) {
        return waits.begin(fraction, timeout);
    }

    CompletableFuture<Visibility> drain(Duration atMost) {
        if (offering.drain()) {
            offerSoon();
        }
        return waits.begin(1, atMost);
    }

    CompletableFuture<Void> leave(Duration grace) {
        Duration bounded = grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE;
        if (isRunning() && leaving.compareAndSet(false, true)) {
            log.info("{} leaves", snapshots.self());
            driver.command(swim::leave);
            threads.endAfter(bounded, farewell);
            farewell.thenRun(() -> threads.once(this::close));
        }
        return closed.copy();
    }

    void close() {
        if (!closing.compareAndSet(false, true)) {
            if (!threads.isCurrent() && !transport.isLoopThread()) {
                awaited(closed);
            }
            return;
        }
        try {
            watchers.close();
            feed.close();
            driver.stop();
            lanes.close();
            transport.close();
        } finally {
            threads.close();
            seeds.interrupt();
            log.info("{} closed", snapshots.self());
            joined.cancel(false);
            waits.close();
            closed.complete(null);
        }
    }

    @Override
    public void turnEnded() {
        boolean news = snapshots.publish(swim);
        if (news && announcePending.compareAndSet(false, true)) {
            aside(
                    () -> {
                        announcePending.set(false);
                        watchers.changed();
                    });
        }
        if (feed.publish(snapshots::members) && eventsPending.compareAndSet(false, true)) {
            aside(
                    () -> {
                        eventsPending.set(false);
                        feed.wake();
                    });
        }
        if (!snapshots.isAlone() && !joined.isDone()) {
            joined.completeAsync(() -> null); // what waits for it is the application's
        }
        begun.complete(null);
    }

    @Override
    public void failed(Throwable e) {
        counters.failed();
        journal.failed(e);
    }

    private void begin(Place place) {
        log.info(
                "{} starts {} cluster '{}', seeds {}",
                snapshots.self(),
                config.isObserver() ? "as an observer of" : "in",
                config.cluster(),
                seeds);
        if (config.security() == SecurityMode.NONE && !snapshots.self().address().isLoopback()) {
            log.warn("{}: packets are not protected (security.mode is none)", snapshots.self());
        }
        driver.start();
        awaited(begun);
        new SeedRounds(
                        seeds,
                        threads.seeds(),
                        new Random(),
                        snapshots::isAlone,
                        found -> seedsFound(found.stream().filter(place::reaches).toList()))
                .start();
        if (!config.isObserver()) { // an observer is not probed
            reachability.watch(threads.seeds());
        }
        threads.seeds().schedule(this::sayIfAlone, LONELY_SECONDS, TimeUnit.SECONDS);
    }

    /** The first mistake of all is to look in the wrong place; it must not be silent. */
    private void sayIfAlone() {
        if (snapshots.isAlone() && isRunning()) {
            log.info(
                    "{} is alone so far: no node of cluster '{}' answers at the seeds {} ({} packets of"
                            + " other clusters came in)",
                    snapshots.self(),
                    config.cluster(),
                    seeds,
                    counters.snapshot().get("rejected.cluster"));
        }
    }

    private void seedsFound(List<Address> seeds) {
        driver.command(now -> swim.seeds(now, seeds));
    }

    /** Registrations that come before the loop gets to it become one offer. */
    private void offerSoon() {
        if (offerPending.compareAndSet(false, true)) {
            driver.command(
                    now -> {
                        offerPending.set(false);
                        swim.offer(now, offering.instances());
                    });
        }
    }

    private List<Observer> observers(List<Observer> instruments) {
        List<Observer> observers =
                new ArrayList<>(
                        List.of(counters, snapshots, journal, trail, feed, reachability, findings));
        observers.add(
                new Observer() {
                    @Override
                    public void farewellSaid() {
                        driver.whenSent(() -> farewell.complete(null));
                    }

                    @Override
                    public void waitEnded(long wait, Visibility reached) {
                        waits.waitEnded(wait, reached);
                    }
                });
        observers.addAll(instruments);
        return observers;
    }

    private void aside(Runnable task) {
        Executor aside = threads.aside();
        try {
            aside.execute(task);
        } catch (RejectedExecutionException e) {
            // the node is closed
        }
    }

    /** Waits a bounded time; an interrupt ends the wait and is kept. */
    private static void awaited(CompletableFuture<Void> event) {
        try {
            event.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // goes on without
        }
    }

    /**
     * A number higher than that of any former life here, as long as the wall clock was not set
     * back: and then the machine raises it as soon as it hears of a higher one. Nothing else reads
     * the wall clock.
     */
    private static long generation(Random chance) {
        long millis = Math.max(1, System.currentTimeMillis());
        return (millis << GENERATION_RANDOM_BITS) + chance.nextInt(1 << GENERATION_RANDOM_BITS);
    }
}
