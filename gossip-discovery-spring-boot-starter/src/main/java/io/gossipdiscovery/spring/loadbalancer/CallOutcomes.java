package io.gossipdiscovery.spring.loadbalancer;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;

import java.time.Duration;
import java.util.Optional;

/**
 * Learns from load-balanced calls, by whatever client, that an instance cannot be reached: this
 * application avoids it for a moment, and its node is probed now rather than in its turn.
 *
 * <p>More does not follow from one caller's word. Whether the node is dead is for the nodes to
 * agree on, and until then all others go on calling. Runs on the callers' threads; when it returns,
 * the instance is out of what they choose from.
 */
public final class CallOutcomes implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {
    private static final Logger log = LoggerFactory.getLogger(CallOutcomes.class);

    private final GossipNode node;
    private final CallQuarantine quarantine;
    private final TouchedServices touched;

    /** Learns from what it is told from now on. */
    public CallOutcomes(GossipNode node, CallQuarantine quarantine, TouchedServices touched) {
        this.node = node;
        this.quarantine = quarantine;
        this.touched = touched;
        quarantine.onRelease(service -> touched.touchAfter(service, Duration.ZERO));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean supports(Class requestContext, Class response, Class serverType) {
        return ServiceInstance.class == serverType;
    }

    @Override
    public void onStart(Request<Object> request) {}

    @Override
    public void onStartRequest(Request<Object> request, Response<ServiceInstance> chosen) {}

    @Override
    public void onComplete(CompletionContext<Object, ServiceInstance, Object> outcome) {
        Throwable failure = outcome.getThrowable();
        Response<ServiceInstance> chosen = outcome.getLoadBalancerResponse();
        if (failure != null
                && chosen != null
                && chosen.getServer() instanceof GossipServiceInstance called) {
            ConnectionFault.of(failure, called).ifPresent(fault -> learn(called, fault, failure));
        }
    }

    private void learn(GossipServiceInstance called, ConnectionFault fault, Throwable failure) {
        Optional<NodeId> owner = ownerOf(called);
        if (owner.isEmpty() || !quarantine.begin(called, owner.get(), fault)) {
            // It was called nonetheless: it may be that an old list was put back into a cache.
            touched.touchAgain(called.getServiceId());
            return;
        }
        log.atInfo()
                .addKeyValue("instance", called.getServiceId() + "/" + called.getInstanceId())
                .addKeyValue("uri", called.getUri())
                .addKeyValue("member", owner.get())
                .addKeyValue("failure", failure.toString())
                .log("{} is avoided for a moment: {}", called, failure.toString());
        touched.touch(called.getServiceId());
        touched.touchAfter(called.getServiceId(), quarantine.duration());
        node.life().ifPresent(life -> life.suspectHint(owner.get().address()));
    }

    /** Empty where the instance is not listed any more, so that nobody will choose it again. */
    private Optional<NodeId> ownerOf(GossipServiceInstance called) {
        return node.catalog().all(called.getServiceId()).stream()
                .filter(listing -> listing.instance().id().equals(called.getInstanceId()))
                .findFirst()
                .map(Listing::node);
    }
}
