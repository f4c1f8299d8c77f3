package io.gossipdiscovery.spring.test;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.memory.GossipTestCluster;
import io.gossipdiscovery.memory.MemoryNetwork;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;

import java.util.stream.Stream;

/**
 * Lets the other nodes live as long as the context: they run before the application's node does,
 * and the start of the context goes on when all know each other. A pause leaves them alone.
 */
final class OtherNodes implements SmartLifecycle, AutoCloseable {
    private final GossipTestCluster cluster;
    private volatile boolean running;

    OtherNodes(ClusterSpec spec, MemoryNetwork network, BeanFactory beans) {
        cluster =
                GossipTestCluster.start(
                        network,
                        beans.getBean(GossipConfig.class),
                        spec.instances(),
                        () -> application(beans));
    }

    GossipTestCluster cluster() {
        return cluster;
    }

    @Override
    public void start() {
        cluster.awaitConverged();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Right after the application's node. */
    @Override
    public int getPhase() {
        return GossipNode.PHASE + 1;
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static Stream<GossipDiscovery> application(BeanFactory beans) {
        return beans.getBean(GossipNode.class).life().stream();
    }
}
