package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.SimFailure;
import io.gossipdiscovery.sim.SimSetup;
import io.gossipdiscovery.sim.Traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What all experiments share: how large they are to be, and threads to run seeds side by side. A
 * run is one thread's own; the seeds of an experiment are always 1, 2, 3 and so on.
 */
final class Bench implements AutoCloseable {
    /** Not one for each core of a large machine: a run at 1,000 nodes takes about a gigabyte. */
    private static final int THREADS = 2;

    private final boolean isFull;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    Bench(boolean isFull) {
        this.isFull = isFull;
    }

    boolean isFull() {
        return isFull;
    }

    /**
     * So many seeds for the report, or a few to check that everything runs; {@code -Dsim.effort=5}
     * gives the report five times as many.
     */
    int seeds(int full, int quick) {
        return isFull ? full * Integer.getInteger("sim.effort", 1) : quick;
    }

    /**
     * Those sizes of a cluster that are to be looked at; {@code -Dsim.most=200} leaves out the
     * larger ones, which take most of the time.
     */
    List<Integer> sizes(Integer... sizes) {
        return Stream.of(sizes).filter(size -> size <= most()).toList();
    }

    /** The largest cluster that is to be looked at. */
    int most() {
        return isFull ? Integer.getInteger("sim.most", 1000) : 60;
    }

    /** The number for the report, or the one for a quick check. */
    int of(int full, int quick) {
        return isFull ? full : quick;
    }

    /** Runs once for each seed from 1 on; the outcomes are in the order of the seeds. */
    <T> List<T> perSeed(int seeds, Function<Long, T> run) {
        return each(LongStream.rangeClosed(1, seeds).boxed().toList(), run);
    }

    /** Runs once for each case; the outcomes are in the order of the cases. */
    <C, T> List<T> each(List<C> cases, Function<C, T> run) {
        List<Future<T>> futures = new ArrayList<>();
        for (C one : cases) {
            futures.add(threads.submit(() -> run.apply(one)));
        }
        List<T> outcomes = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                outcomes.add(future.get());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            }
        }
        return outcomes;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A cluster that has found itself and was left alone for some odd time. */
    static SimCluster formed(SimSetup setup, long seed) {
        SimCluster cluster = setup.build();
        cluster.startAll();
        cluster.runUntil(cluster::converged, Duration.ofMinutes(20));
        cluster.runFor(Duration.ofMillis(5000 + seed * 137 % 1000));
        return cluster;
    }

    /** How many seconds until the condition holds, or {@link Spread#NEVER}. */
    static double until(SimCluster cluster, BooleanSupplier condition, Duration limit) {
        try {
            return Spread.seconds(cluster.runUntil(condition, limit));
        } catch (SimFailure e) {
            if (e.getMessage().startsWith("what was waited for")) {
                return Spread.NEVER;
            }
            throw e;
        }
    }

    /** Whether all other running nodes hold the subject for that. */
    static boolean everyoneHolds(SimCluster cluster, int subject, Status status) {
        for (int i = 0; i < cluster.size(); i++) {
            boolean asked = i != subject && cluster.node(i).isRunning();
            if (asked && cluster.node(i).status(subject).orElse(null) != status) {
                return false;
            }
        }
        return true;
    }

    static Traffic traffic(SimCluster cluster) {
        Traffic sum = new Traffic(0, 0, 0, 0);
        for (int i = 0; i < cluster.size(); i++) {
            sum = sum.plus(cluster.node(i).traffic());
        }
        return sum;
    }
}
