package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.AgentProcess;
import io.gossipdiscovery.network.RealCluster;

/** The clusters that benchmarks begin with. */
final class Clusters {
    private static final int NODES_PER_PROCESS = 50;

    private Clusters() {}

    /** So many nodes in as few JVMs as will do; the last one in a JVM of its own. */
    static RealCluster withVictim(int nodes) {
        RealCluster cluster = of(nodes - 1);
        cluster.start(nodes, 1);
        cluster.awaitFormed(Bench.LIMIT);
        return cluster;
    }

    static RealCluster of(int nodes) {
        RealCluster cluster = RealCluster.open();
        for (int first = 1; first <= nodes; first += NODES_PER_PROCESS) {
            cluster.start(first, Math.min(NODES_PER_PROCESS, nodes - first + 1));
        }
        cluster.awaitFormed(Bench.LIMIT);
        return cluster;
    }

    /** JVMs of equal size, with no node yet. */
    static AgentProcess[] processes(RealCluster cluster, int count, int nodesEach) {
        AgentProcess[] processes = new AgentProcess[count];
        for (int i = 0; i < count; i++) {
            processes[i] = cluster.process(nodesEach);
        }
        return processes;
    }
}
