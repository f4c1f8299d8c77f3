package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.model.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a node in its place can get to its seeds and they to it, as far as that is known from IP
 * literals. Where one seed is a name, a record or a file, nothing is known.
 */
final class SeedChecks {
    private static final String SEEDS = PREFIX + ".seeds";

    private static final Logger log = LoggerFactory.getLogger(SeedChecks.class);

    private final Address bound;
    private final Address reachable;
    private final BindConfig bind;
    private final Network network;

    SeedChecks(Address bound, Address reachable, BindConfig bind, Network network) {
        this.bound = bound;
        this.reachable = reachable;
        this.bind = bind;
        this.network = network;
    }

    /** Complains of seeds that cannot work, and warns of those that hardly can. */
    void check(List<String> seeds) {
        List<Address> literals = literals(seeds);
        if (literals.isEmpty() || literals.size() < seeds.size()) {
            return;
        }
        requireFamily(literals);
        requireReachable(literals);
        int port = bind.advertisedPort() != 0 ? bind.advertisedPort() : bind.firstPort();
        boolean isPortKnown = bind.advertisedPort() != 0 || bind.firstPort() == bind.lastPort();
        if (isPortKnown
                && port != 0
                && literals.stream().allMatch(reachable.withPort(port)::equals)) {
            log.warn(
                    "{} names only this node itself, {}: it can be found by others, but finds"
                            + " nobody",
                    SEEDS,
                    reachable.withPort(port));
        }
    }

    static String family(Address address) {
        return address.isV4() ? "IPv4" : "IPv6";
    }

    private void requireFamily(List<Address> seeds) {
        boolean both = bound.isWildcard() && !bound.isV4();
        if (!both && seeds.stream().allMatch(seed -> seed.isV4() != bound.isV4())) {
            throw new InvalidGossipPropertyException(
                    SEEDS,
                    "are all "
                            + family(seeds.get(0))
                            + ", such as "
                            + seeds.get(0)
                            + ", which cannot be reached from "
                            + BindMapping.BIND_ADDRESS
                            + " "
                            + bound.host(),
                    "Name seeds by their "
                            + family(bound)
                            + " addresses, or let the node listen in the other family with "
                            + BindMapping.BIND_ADDRESS
                            + ".");
        }
    }

    private void requireReachable(List<Address> seeds) {
        if (!reachable.isLoopback() || seeds.stream().anyMatch(this::isHere)) {
            return;
        }
        boolean isBound = bound.isLoopback();
        throw new InvalidGossipPropertyException(
                isBound ? BindMapping.BIND_ADDRESS : AddressChoice.ADDRESS,
                "is "
                        + reachable.host()
                        + ", where only this machine can reach the node, but all of "
                        + SEEDS
                        + " are on others, such as "
                        + seeds.get(0),
                isBound
                        ? "Set "
                                + BindMapping.BIND_ADDRESS
                                + " to an address that the seeds can reach, or to 0.0.0.0 to have"
                                + " one chosen, and see "
                                + BindMapping.SECURITY_MODE
                                + "."
                        : "Set "
                                + AddressChoice.ADDRESS
                                + " to the address under which the seeds reach this node, or remove"
                                + " it to have one chosen.");
    }

    private boolean isHere(Address seed) {
        return seed.isLoopback()
                || network.addresses().stream().anyMatch(local -> local.host().equals(seed.host()));
    }

    private static List<Address> literals(List<String> seeds) {
        List<Address> literals = new ArrayList<>();
        for (String seed : seeds) {
            try {
                literals.add(Address.parse(seed));
            } catch (IllegalArgumentException e) {
                // a name, a record or a file
            }
        }
        return literals;
    }
}
