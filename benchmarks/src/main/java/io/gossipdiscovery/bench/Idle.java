package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Namespace.Traffic;
import io.gossipdiscovery.network.RealCluster;

import java.time.Duration;
import java.util.List;

/** Nothing happens: what the nodes send meanwhile. */
record Idle(int nodes, double serfBytesPerSecond) implements Bench {
    private static final Duration SETTLING = Duration.ofSeconds(40);
    private static final Duration WINDOW = Duration.ofSeconds(60);

    @Override
    public List<Row> run() {
        try (RealCluster cluster = Clusters.of(nodes)) {
            RealCluster.pass(SETTLING);
            int mark = cluster.observations().mark();
            Traffic before = cluster.namespace().traffic();
            RealCluster.pass(WINDOW);
            Traffic sent = cluster.namespace().traffic().since(before);
            int happened = cluster.observations().since(mark, e -> e.kind().isBelief()).size();
            double nodeSeconds = (double) WINDOW.toSeconds() * nodes;
            double wire = sent.wireBytes() / nodeSeconds;
            return List.of(
                    Row.of(
                            "10: idle, " + nodes + " nodes, sent per node",
                            String.format("0.9 x Serf's %.0f B/s", serfBytesPerSecond),
                            "0.6 x",
                            "%.0f B/s with all headers (%.2f x), %.0f B/s without Ethernet's, %.1f packets/s; %d changes of belief",
                            wire,
                            wire / serfBytesPerSecond,
                            sent.bytes() / nodeSeconds,
                            sent.packets() / nodeSeconds,
                            happened));
        }
    }
}
