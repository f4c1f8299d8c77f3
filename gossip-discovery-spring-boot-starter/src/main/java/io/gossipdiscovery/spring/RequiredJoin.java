package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.node.Network;
import io.gossipdiscovery.node.Seeds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for the first other node where the application is not to start without one. */
final class RequiredJoin {
    private final JoinProperties settings;
    private final Seeds seeds;
    private final Network network;

    RequiredJoin(JoinProperties settings, Seeds seeds, Network network) {
        this.settings = settings;
        this.seeds = seeds;
        this.network = network;
    }

    /**
     * Returns once another live node is known, or at once where none is required.
     *
     * @throws NotJoinedException where none was reached in time
     * @throws IllegalStateException where the wait was ended by an interrupt or the end of the node
     */
    void await(GossipDiscovery life) {
        if (!settings.required()) {
            return;
        }
        Duration timeout = settings.timeout();
        CompletableFuture<Boolean> joined = life.joined().thenApply(nothing -> true);
        ScheduledExecutorService clock = OneThread.named("gossip-join");
        clock.schedule(() -> joined.complete(false), timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // Without a limit, as a context that is closed interrupts only who waits so.
            if (!joined.get()) {
                throw new NotJoinedException(message(life), lines(life));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another node was waited for", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("closed while another node was waited for", e);
        } finally {
            clock.shutdownNow();
        }
    }

    private String message(GossipDiscovery life) {
        GossipConfig config = life.config();
        StringBuilder message = new StringBuilder(PREFIX).append(".join.required is true, but ");
        message.append("no other node of cluster '").append(config.cluster());
        message.append("' was reached within ").append(text(settings.timeout()));
        message.append(". This node is ").append(life.self().address());
        strangers(message, life, "cluster", "other clusters");
        strangers(message, life, "version", "another version of the protocol");
        strangers(message, life, "foreign", "other programs");
        return message.append(seeds.answers().isEmpty() ? ", without seeds." : ". Its seeds:")
                .toString();
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    private static void strangers(
            StringBuilder message, GossipDiscovery life, String reason, String of) {
        long packets = life.counters().getOrDefault("rejected." + reason, 0L);
        if (packets > 0) {
            message.append("; ").append(packets).append(" packets of ").append(of);
            message.append(" came in");
        }
    }

    private List<String> lines(GossipDiscovery life) {
        boolean isReal = network == Network.SOCKETS;
        return new SeedTrial(life.self().address(), life.config().bind().address(), isReal)
                .lines(seeds.answers());
    }
}
