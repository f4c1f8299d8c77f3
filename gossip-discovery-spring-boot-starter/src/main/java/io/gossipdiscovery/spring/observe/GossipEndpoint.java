package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;
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

    public GossipEndpoint(GossipNode node) {
        this.node = node;
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
                services(life.catalog()),
                new TreeMap<>(life.counters()));
    }

    private GossipReport.Self self(GossipDiscovery life, List<Member> members) {
        NodeId id = life.self();
        Member self =
                members.stream().filter(member -> member.id().equals(id)).findFirst().orElse(null);
        return new GossipReport.Self(
                id.address().toString(),
                id.generation(),
                node.config().cluster(),
                self == null ? 0 : self.incarnation(),
                life.localHealth(),
                self == null ? node.config().labels() : GossipReport.labelsOf(self));
    }

    private static Map<String, List<InstanceReport>> services(Catalog catalog) {
        Map<String, List<InstanceReport>> services = new LinkedHashMap<>();
        for (String service : catalog.services()) {
            services.put(service, catalog.all(service).stream().map(InstanceReport::of).toList());
        }
        return services;
    }
}
