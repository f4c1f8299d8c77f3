package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Overrides;
import io.gossipdiscovery.spring.observe.GossipReport.InstanceReport;
import io.gossipdiscovery.spring.observe.GossipReport.MemberReport;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The endpoint {@code gossip}: whom this node knows, what they serve, and what it counted. */
@Endpoint(id = "gossip")
public final class GossipEndpoint {
    private final GossipNode node;
    private final Overrides overrides;

    public GossipEndpoint(GossipNode node, Overrides overrides) {
        this.node = node;
        this.overrides = overrides;
    }

    /** What the node believes now. */
    @ReadOperation
    public GossipReport report() {
        return node.life().map(this::report).orElse(GossipReport.NOT_RUNNING);
    }

    private GossipReport report(GossipDiscovery life) {
        List<Member> members = life.members();
        return new GossipReport(
                true,
                self(life, members),
                members.stream().map(MemberReport::of).toList(),
                services(life.catalog(), life.self().address()),
                new TreeMap<>(life.counters()));
    }

    private GossipReport.Self self(GossipDiscovery life, List<Member> members) {
        NodeId id = life.self();
        Member self =
                members.stream().filter(member -> member.id().equals(id)).findFirst().orElse(null);
        return new GossipReport.Self(
                id.toString(),
                id.address().toString(),
                id.generation(),
                node.config().cluster(),
                self == null ? 0 : self.incarnation(),
                life.localHealth(),
                self == null ? node.config().labels() : GossipReport.labelsOf(self));
    }

    private Map<String, List<InstanceReport>> services(Catalog catalog, Address self) {
        Map<String, List<InstanceReport>> services = new LinkedHashMap<>();
        for (String service : catalog.services()) {
            services.put(
                    service,
                    catalog.all(service).stream().map(listing -> report(listing, self)).toList());
        }
        return services;
    }

    /** Operators speak of this application's own instances only. */
    private InstanceReport report(Listing listing, Address self) {
        boolean own = listing.node().address().equals(self);
        return InstanceReport.of(
                listing, own ? overrides.of(listing.instance()).orElse(null) : null);
    }
}
