package io.gossipdiscovery.sample;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Instances of the sample, started with no configuration, and what one waits for with them. */
final class ThreeInstances implements AutoCloseable {
    /** Generous: how long something takes is measured, not asserted. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final int FIRST_PORT = 7946;
    private static final int LAST_PORT = 7955;

    private final List<SampleProcess> all = new ArrayList<>();

    /**
     * Starts three at once and waits until their web servers listen.
     *
     * @throws IllegalStateException if somebody else has one of their gossip ports: with no
     *     configuration they would find each other, and nobody would count right
     */
    List<SampleProcess> start() {
        requireNobodyElse();
        List<SampleProcess> three =
                Stream.of("one", "two", "three").map(name -> start(name, 0)).toList();
        three.forEach(this::ready);
        return three;
    }

    private static void requireNobodyElse() {
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assert free.isBound();
            } catch (IOException e) {
                throw new IllegalStateException(
                        "TCP port "
                                + port
                                + " of this machine is taken, perhaps by another application with"
                                + " gossip-discovery: the instances started here would mix with"
                                + " it. See who it is (ss -ltnp 'sport = :"
                                + port
                                + "'), stop it and start again.",
                        e);
            }
        }
    }

    /** Starts one more; does not wait for it. */
    SampleProcess start(String name, int webPort) {
        SampleProcess process = SampleProcess.start(name, webPort);
        all.add(process);
        return process;
    }

    /** Waits until the web server listens. */
    Duration ready(SampleProcess process) {
        return until("the web server of " + process.pid(), () -> process.port() > 0);
    }

    /** Waits until a node lists exactly these instances. */
    Duration lists(SampleProcess process, Set<String> ids) {
        return until(
                process.pid() + " lists " + ids, () -> Set.copyOf(process.instances()).equals(ids));
    }

    /**
     * Waits for a condition. Refused connections and errors are answers like any other: not yet.
     */
    static Duration until(String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(UncheckedIOException.class)
                .until(condition);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Who answers so many calls of a path. */
    static Set<String> answering(SampleProcess caller, String path, int calls) {
        Set<String> answering = new LinkedHashSet<>();
        for (int i = 0; i < calls; i++) {
            answering.add(caller.get(path).read("$.instanceId"));
        }
        return answering;
    }

    @Override
    public void close() {
        all.forEach(SampleProcess::close);
    }
}
