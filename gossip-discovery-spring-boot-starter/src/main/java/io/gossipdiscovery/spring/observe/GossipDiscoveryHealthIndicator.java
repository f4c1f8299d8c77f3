package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;

import org.springframework.boot.health.contributor.Health;
import org.springframework.cloud.client.discovery.health.DiscoveryHealthIndicator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node's health: up while it runs. Being alone is a legal state, which the details show; an
 * application is not ill because the others are gone.
 */
public final class GossipDiscoveryHealthIndicator implements DiscoveryHealthIndicator {
    private final GossipNode node;

    public GossipDiscoveryHealthIndicator(GossipNode node) {
        this.node = node;
    }

    @Override
    public String getName() {
        return "gossip";
    }

    @Override
    public Health health() {
        return node.life()
                .map(this::running)
                .orElseGet(
                        () ->
                                Health.down()
                                        .withDetail("reason", "the node is not running")
                                        .build());
    }

    private Health running(GossipDiscovery life) {
        return Health.up()
                .withDetail("self", life.self().toString())
                .withDetail("cluster", node.config().cluster())
                .withDetail("members", byState(life.members()))
                .withDetail("services", life.catalog().services())
                .withDetail("localHealth", life.localHealth())
                .withDetail("isolated", life.isIsolated())
                .withDetail("seeds", node.config().seeds())
                .build();
    }

    private static Map<String, Integer> byState(List<Member> members) {
        Map<String, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.merge(member.status().name(), 1, Integer::sum));
        return counts;
    }
}
