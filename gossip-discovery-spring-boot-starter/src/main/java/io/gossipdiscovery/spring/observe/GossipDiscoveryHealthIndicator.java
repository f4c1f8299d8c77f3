package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.node.Seeds;
import io.gossipdiscovery.spring.GossipNode;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.client.discovery.health.DiscoveryHealthIndicator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The node's health: up while it runs. Being alone is a legal state, which the details show; an
 * application is not ill because the others are gone. Whether it is where nobody answers is the
 * application's choice.
 */
public final class GossipDiscoveryHealthIndicator implements DiscoveryHealthIndicator {
    private final GossipNode node;
    private final Status isolated;
    private final Predicate<GossipDiscovery> isIsolated;

    /**
     * The health of a node.
     *
     * @param isolated what to say while nobody answers the node
     */
    public GossipDiscoveryHealthIndicator(GossipNode node, Status isolated) {
        this(node, isolated, GossipDiscovery::isIsolated);
    }

    GossipDiscoveryHealthIndicator(
            GossipNode node, Status isolated, Predicate<GossipDiscovery> isIsolated) {
        this.node = node;
        this.isolated = isolated;
        this.isIsolated = isIsolated;
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
        boolean cutOff = isIsolated.test(life);
        return Health.status(cutOff ? isolated : Status.UP)
                .withDetail("self", life.self().toString())
                .withDetail("cluster", node.config().cluster())
                .withDetail("observer", life.isObserver())
                .withDetail("members", byState(life.members()))
                .withDetail("services", life.catalog().services())
                .withDetail("localHealth", life.localHealth())
                .withDetail("isolated", cutOff)
                .withDetail("unreached", life.isUnreached())
                .withDetail("wrongAddresses", wrong(life.findings()))
                .withDetail("seeds", node.config().seeds())
                .withDetail("failingSeeds", failing(node.seeds()))
                .build();
    }

    /** Where others could not connect, with who tried and how that went. */
    private static Map<String, List<String>> wrong(List<Finding> findings) {
        Map<String, List<String>> wrong = new TreeMap<>();
        for (Finding finding : findings) {
            if (finding.isWrong()) {
                wrong.put(
                        finding.place(),
                        finding.attempts().stream().map(Finding.Attempt::text).toList());
            }
        }
        return wrong;
    }

    private static Map<String, String> failing(Seeds seeds) {
        Map<String, String> failing = new TreeMap<>();
        for (Seeds.Answer answer : seeds.answers()) {
            if (!answer.failure().isEmpty()) {
                failing.put(answer.source(), answer.failure());
            }
        }
        return failing;
    }

    private static Map<String, Integer> byState(List<Member> members) {
        Map<String, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.merge(member.status().name(), 1, Integer::sum));
        return counts;
    }
}
