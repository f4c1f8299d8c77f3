package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.Avoidance;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Overrides;
import io.gossipdiscovery.spring.observe.GossipReport.InstanceReport;
import io.gossipdiscovery.spring.observe.GossipReport.MemberReport;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The endpoint {@code gossip}: whom this node knows, what they serve, and what it counted. */
@Endpoint(id = "gossip")
public final class GossipEndpoint {
    private final GossipNode node;
    private final Overrides overrides;
    private final Avoidance avoidance;

    public GossipEndpoint(GossipNode node, Overrides overrides, Avoidance avoidance) {
        this.node = node;
        this.overrides = overrides;
        this.avoidance = avoidance;
    }

    /** What the node believes now. */
    @ReadOperation
    public GossipReport report() {
        return node.life().map(this::report).orElse(GossipReport.NOT_RUNNING);
    }

    /**
     * Why the node believes what it believes of the node at an address.
     *
     * @param address {@code host:port} as in the report; null, which is 404, where it is none, or
     *     where nothing is known of it
     */
    @ReadOperation
    public @Nullable ExplanationReport explain(@Selector String address) {
        return parsed(address)
                .flatMap(about -> node.life().map(life -> life.explain(about)))
                .filter(why -> why.belief().isPresent() || !why.entries().isEmpty())
                .map(ExplanationReport::of)
                .orElse(null);
    }

    private static Optional<Address> parsed(String address) {
        try {
            return Optional.of(Address.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private GossipReport report(GossipDiscovery life) {
        List<Member> members = life.members();
        return new GossipReport(
                true,
                self(life, members),
                members.stream().map(MemberReport::of).toList(),
                services(life.catalog(), life.self().address()),
                node.seeds().answers().stream().map(GossipReport.SeedReport::of).toList(),
                life.findings().stream().map(GossipReport.AddressReport::of).toList(),
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
                life.isObserver(),
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
                listing,
                own ? overrides.of(listing.instance()).orElse(null) : null,
                avoidance.isAvoided(listing.instance()));
    }
}
