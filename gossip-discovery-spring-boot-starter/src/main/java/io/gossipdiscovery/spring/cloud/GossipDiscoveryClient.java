package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import java.util.List;

/**
 * Finds instances in the catalog that this application's node keeps in memory.
 *
 * <p>Does no I/O, takes no lock, and never fails because of the network: cut off, it keeps
 * answering what it last knew. Names are found in any case and told as their owners write them.
 */
public final class GossipDiscoveryClient implements DiscoveryClient {
    /** What health shows. */
    public static final String DESCRIPTION = "Gossip Discovery Client";

    private final GossipNode node;
    private final int order;
    private final InstanceLists lists;

    /** A client that tells of suspects only where nobody else is left. */
    public GossipDiscoveryClient(GossipNode node, int order) {
        this(node, order, Suspects.LAST_RESORT, List.of());
    }

    /** A client that tells of suspects by that rule, and of the instances that all filters want. */
    public GossipDiscoveryClient(
            GossipNode node, int order, Suspects suspects, List<InstanceFilter> filters) {
        this.node = node;
        this.order = order;
        this.lists = new InstanceLists(suspects, filters);
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return lists.of(node.catalog(), serviceId);
    }

    @Override
    public List<String> getServices() {
        return node.catalog().services();
    }

    /** Does nothing while the node runs. Being alone is no failure. */
    @Override
    public void probe() {
        node.discovery();
    }

    @Override
    public int getOrder() {
        return order;
    }
}
