package io.gossipdiscovery.node;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.netty.Await;
import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Nodes on loopback, closed after each test. */
final class Nodes implements AfterEachCallback {
    private final List<GossipDiscovery> nodes = new ArrayList<>();

    /** A node alone at a loopback address, on any port. */
    GossipDiscovery at(String host, Observer... instruments) {
        return start(host, config -> config, instruments);
    }

    /** A node that knows another to ask. */
    GossipDiscovery at(String host, GossipDiscovery seed, Observer... instruments) {
        return start(host, config -> config.seeds(seed.self().address().toString()), instruments);
    }

    GossipDiscovery start(
            String host, UnaryOperator<GossipConfig.Builder> differences, Observer... instruments) {
        GossipConfig.Builder config = GossipConfig.local().cluster("test").bind(host, 0);
        return add(GossipDiscovery.start(differences.apply(config).build(), instruments));
    }

    GossipDiscovery add(GossipDiscovery node) {
        nodes.add(node);
        return node;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        nodes.forEach(GossipDiscovery::close);
        nodes.clear();
    }

    static Instance instance(String service, String id) {
        return Instance.of(service, id, "127.0.0.1", 8080);
    }

    /** Waits until every node believes exactly these to live, itself included. */
    static void awaitAllKnown(GossipDiscovery... nodes) {
        Set<Address> all =
                Arrays.stream(nodes).map(node -> node.self().address()).collect(Collectors.toSet());
        for (GossipDiscovery node : nodes) {
            Await.until(node + " knows all", () -> live(node).equals(all), node::members);
        }
    }

    static void awaitStatus(GossipDiscovery node, Address of, Status status) {
        Await.until(
                of + " is " + status,
                () -> member(node, of).map(m -> m.status() == status).orElse(false),
                node::members);
    }

    /** Waits until the node lists exactly these instance ids for the service. */
    static void awaitListed(GossipDiscovery node, String service, String... ids) {
        Await.until(
                service + " has " + List.of(ids),
                () -> ids(node, service).equals(Set.of(ids)),
                () -> node.catalog().all(service));
    }

    static Set<String> ids(GossipDiscovery node, String service) {
        return node.catalog().all(service).stream()
                .map(Listing::instance)
                .map(Instance::id)
                .collect(Collectors.toSet());
    }

    static Optional<Member> member(GossipDiscovery node, Address address) {
        return node.members().stream().filter(m -> m.id().address().equals(address)).findAny();
    }

    private static Set<Address> live(GossipDiscovery node) {
        return node.members().stream()
                .filter(member -> member.status().isLive())
                .map(member -> member.id().address())
                .collect(Collectors.toSet());
    }
}
