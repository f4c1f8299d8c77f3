package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.model.Address;

import org.springframework.util.PatternMatchUtils;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Chooses which of this machine's addresses others are told, where the node listens at all of them:
 * what the settings leave, then the one from which packets to a seed would go, then the one that
 * looks most like a card's. No name of this machine is looked up.
 */
final class AddressChoice {
    static final String ADDRESS = PREFIX + ".advertise.address";
    static final String INTERFACES = PREFIX + ".advertise.interfaces";
    static final String NETWORKS = PREFIX + ".advertise.networks";

    /** Seeds that are tried for a route. */
    private static final int MOST_SEEDS = 3;

    private final AdvertiseProperties settings;
    private final InetUtilsSettings inetUtils;
    private final Network network;

    AddressChoice(AdvertiseProperties settings, InetUtilsSettings inetUtils, Network network) {
        this.settings = settings;
        this.inetUtils = inetUtils;
        this.network = network;
    }

    /**
     * What was chosen.
     *
     * @param why a phrase that goes on from the address
     * @param others what else could have been chosen, the best first
     */
    record Chosen(LocalAddress local, String why, List<LocalAddress> others) {}

    /**
     * The choice for a node that listens at that wildcard.
     *
     * @throws InvalidGossipPropertyException where the settings leave no address
     */
    Chosen choose(Address wildcard, List<String> seeds) {
        List<LocalAddress> usable =
                network.addresses().stream()
                        .filter(local -> !wildcard.isV4() || local.address().isV4())
                        .filter(local -> !local.address().inet().isLinkLocalAddress())
                        .sorted(LocalAddress.BY_USE)
                        .toList();
        List<LocalAddress> left = byInetUtils(byNetworks(byInterfaces(usable)));
        if (left.isEmpty()) {
            return new DefaultAddress(inetUtils, network)
                    .of(wildcard)
                    .orElseThrow(() -> nothingFound(usable));
        }
        if (left.size() == 1) {
            return new Chosen(left.get(0), "the only one that the settings leave", List.of());
        }
        List<String> asked = seeds.subList(0, Math.min(seeds.size(), MOST_SEEDS));
        List<List<Address>> behind = network.behind(asked);
        for (int i = 0; i < asked.size(); i++) {
            for (Address address : behind.get(i)) {
                Optional<LocalAddress> source = source(address, left);
                if (source.isPresent()) {
                    return chosen(source.get(), "the route to seed " + asked.get(i), left);
                }
            }
        }
        return chosen(left.get(0), "no seed tells a route; the first card", left);
    }

    private Optional<LocalAddress> source(Address seed, List<LocalAddress> left) {
        return network.sourceTowards(seed)
                .flatMap(
                        source ->
                                left.stream()
                                        .filter(local -> local.host().equals(source.host()))
                                        .findFirst());
    }

    private static Chosen chosen(LocalAddress local, String why, List<LocalAddress> left) {
        return new Chosen(local, why, left.stream().filter(other -> !other.equals(local)).toList());
    }

    private List<LocalAddress> byInterfaces(List<LocalAddress> usable) {
        List<String> names = settings.interfaces();
        if (names.isEmpty()) {
            boolean byNetwork = !settings.networks().isEmpty();
            return keep(usable, local -> byNetwork || !local.address().isLoopback());
        }
        String[] patterns = names.toArray(new String[0]);
        List<LocalAddress> left =
                keep(usable, local -> PatternMatchUtils.simpleMatch(patterns, local.nic()));
        if (left.isEmpty()) {
            throw noneLeft(INTERFACES, names, usable);
        }
        return left;
    }

    private List<LocalAddress> byNetworks(List<LocalAddress> usable) {
        if (settings.networks().isEmpty()) {
            return usable;
        }
        List<Subnet> subnets = new ArrayList<>();
        for (String text : settings.networks()) {
            try {
                subnets.add(Subnet.of(text.trim()));
            } catch (IllegalArgumentException e) {
                throw new InvalidGossipPropertyException(
                        NETWORKS,
                        "has '" + text + "', which is not a network",
                        "Write an address and the bits of its prefix, for example 10.0.0.0/8 or"
                                + " fd00::/8.");
            }
        }
        List<LocalAddress> left =
                keep(usable, local -> subnets.stream().anyMatch(s -> s.contains(local.address())));
        if (left.isEmpty()) {
            throw noneLeft(NETWORKS, settings.networks(), usable);
        }
        return left;
    }

    /** Interfaces that are named here are wanted, whatever Spring Cloud ignores elsewhere. */
    private List<LocalAddress> byInetUtils(List<LocalAddress> usable) {
        if (!settings.interfaces().isEmpty() || usable.isEmpty()) {
            return usable;
        }
        return keep(usable, local -> !isIgnored(local) && isPreferred(local));
    }

    private boolean isIgnored(LocalAddress local) {
        return inetUtils.ignoredInterfaces().stream()
                        .anyMatch(regex -> matches(".ignored-interfaces", regex, local.nic()))
                || inetUtils.useOnlySiteLocalInterfaces() && !local.isPrivate();
    }

    private boolean isPreferred(LocalAddress local) {
        List<String> preferred = inetUtils.preferredNetworks();
        return preferred.isEmpty()
                || preferred.stream()
                        .anyMatch(
                                text ->
                                        matches(".preferred-networks", text, local.host())
                                                || local.host().startsWith(text));
    }

    private InvalidGossipPropertyException nothingFound(List<LocalAddress> usable) {
        if (byNetworks(byInterfaces(usable)).isEmpty()) {
            return new InvalidGossipPropertyException(
                    ADDRESS,
                    "is not set, and this machine has no address that others could reach, only "
                            + list(usable),
                    "Set " + ADDRESS + " to the IP address under which others reach this node.");
        }
        return new InvalidGossipPropertyException(
                InetUtilsSettings.PREFIX,
                "leaves none of this machine's addresses: " + list(usable),
                "Loosen its ignored-interfaces, preferred-networks or"
                        + " use-only-site-local-interfaces, set its default-ip-address, or name the"
                        + " interface in "
                        + INTERFACES
                        + ".");
    }

    /** Spring Cloud takes these for regular expressions. */
    private static boolean matches(String property, String regex, String text) {
        try {
            return text.matches(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidGossipPropertyException(
                    InetUtilsSettings.PREFIX + property,
                    "has '" + regex + "', which is not a regular expression: " + e.getDescription(),
                    "Correct it; a letter that means itself, such as '.' or '(', takes a backslash"
                            + " before it.");
        }
    }

    private static InvalidGossipPropertyException noneLeft(
            String property, List<String> wanted, List<LocalAddress> usable) {
        return new InvalidGossipPropertyException(
                property,
                "is " + String.join(", ", wanted) + ", but this machine has only " + list(usable),
                "Set "
                        + property
                        + " to what fits one of these, or remove it, or set "
                        + ADDRESS
                        + " to the address itself.");
    }

    private static List<LocalAddress> keep(List<LocalAddress> from, Predicate<LocalAddress> which) {
        return from.stream().filter(which).toList();
    }

    private static String list(List<LocalAddress> addresses) {
        return addresses.isEmpty()
                ? "none"
                : addresses.stream().map(LocalAddress::toString).collect(Collectors.joining(", "));
    }
}
