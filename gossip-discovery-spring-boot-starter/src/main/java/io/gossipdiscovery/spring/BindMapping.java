package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.SecurityMode;
import io.gossipdiscovery.model.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where the node listens and which address others are told, and why: one line of the log. */
final class BindMapping {
    static final String BIND_ADDRESS = PREFIX + ".bind.address";
    static final String BIND_PORT = PREFIX + ".bind.port";
    static final String SECURITY_KEY = PREFIX + ".security.key";
    static final String SECURITY_MODE = PREFIX + ".security.mode";

    private static final String ADVERTISE_ADDRESS = AddressChoice.ADDRESS;

    /** Runners-up that are told in the log. */
    private static final int MOST_OTHERS = 8;

    private static final Logger log = LoggerFactory.getLogger(BindMapping.class);

    private final GossipDiscoveryProperties properties;
    private final InetUtilsSettings inetUtils;
    private final Network network;
    private final Address bound;

    BindMapping(
            GossipDiscoveryProperties properties, InetUtilsSettings inetUtils, Network network) {
        this.properties = properties;
        this.inetUtils = inetUtils;
        this.network = network;
        this.bound = bound(properties);
        requireUnicast(BIND_ADDRESS, bound);
        requireProtection(BIND_ADDRESS, bound);
    }

    /** The address that is set. */
    static Address bound(GossipDiscoveryProperties properties) {
        return literal(BIND_ADDRESS, properties.bind().address());
    }

    /** Chooses an address to advertise where it must. */
    BindConfig toConfig(List<String> seeds) {
        Integer port = properties.bind().port();
        int first = port != null ? port : ConfigMapping.FIRST_PORT;
        int last = port != null ? port : ConfigMapping.LAST_PORT;
        int advertisedPort = properties.advertise().port();
        String host = advertised(seeds);
        boolean verify = properties.advertise().verify();
        Supplier<BindConfig> bind =
                () -> new BindConfig(bound.host(), first, last, host, advertisedPort, verify);
        boolean badAdvertised = advertisedPort < 0 || advertisedPort > 65535;
        BindConfig config =
                ConfigMapping.checked(badAdvertised ? PREFIX + ".advertise.port" : BIND_PORT, bind);
        Address reachable = host.isEmpty() ? bound : Address.of(host, 1);
        new SeedChecks(bound, reachable, config, network).check(seeds);
        return config;
    }

    private String advertised(List<String> seeds) {
        String given = properties.advertise().address();
        if (StringUtils.hasText(given)) {
            requireNoChoice(ADVERTISE_ADDRESS + " is set to " + given);
            Address reachable = literal(ADVERTISE_ADDRESS, given);
            requireUnicast(ADVERTISE_ADDRESS, reachable);
            requireNoWildcard(reachable);
            requireProtection(ADVERTISE_ADDRESS, reachable);
            requireSameFamily(reachable);
            say(reachable, "", ADVERTISE_ADDRESS + foreign(reachable), "");
            return reachable.host();
        }
        if (!bound.isWildcard()) {
            requireNoChoice(BIND_ADDRESS + " is " + bound.host());
            say(
                    bound,
                    "",
                    BIND_ADDRESS + (bound.isLoopback() ? ", for this machine only" : ""),
                    "");
            return "";
        }
        AddressChoice.Chosen chosen =
                new AddressChoice(properties.advertise(), inetUtils, network).choose(bound, seeds);
        String others =
                chosen.others().stream()
                        .limit(MOST_OTHERS)
                        .map(LocalAddress::toString)
                        .collect(Collectors.joining(", "));
        say(chosen.local().address(), chosen.local().nic(), chosen.why(), others);
        return chosen.local().host();
    }

    private String foreign(Address reachable) {
        boolean own =
                reachable.isLoopback()
                        || network.addresses().stream()
                                .anyMatch(local -> local.host().equals(reachable.host()));
        return own ? "" : ", which is no address of this machine: others reach it by NAT only";
    }

    private static void say(Address address, String nic, String why, String others) {
        log.atInfo()
                .addKeyValue("address", address.host())
                .addKeyValue("interface", nic)
                .addKeyValue("reason", why)
                .addKeyValue("others", others)
                .log(
                        "Advertised address {}{} ({}){}",
                        address.host(),
                        nic.isEmpty() ? "" : " of " + nic,
                        why,
                        others.isEmpty() ? "" : "; not chosen: " + others);
    }

    /** What only matters where an address is chosen must not be believed to matter elsewhere. */
    private void requireNoChoice(String reason) {
        boolean byInterface = !properties.advertise().interfaces().isEmpty();
        if (byInterface || !properties.advertise().networks().isEmpty()) {
            String property = byInterface ? AddressChoice.INTERFACES : AddressChoice.NETWORKS;
            throw new InvalidGossipPropertyException(
                    property,
                    "is set, but there is nothing to choose: " + reason,
                    "Remove "
                            + property
                            + ", or let the node listen at all addresses with "
                            + BIND_ADDRESS
                            + "=0.0.0.0 and without "
                            + ADVERTISE_ADDRESS
                            + ".");
        }
    }

    private void requireSameFamily(Address reachable) {
        boolean both = bound.isWildcard() && !bound.isV4();
        if (!both && bound.isV4() != reachable.isV4()) {
            throw new InvalidGossipPropertyException(
                    ADVERTISE_ADDRESS,
                    "is "
                            + reachable.host()
                            + ", an "
                            + SeedChecks.family(reachable)
                            + " address, but "
                            + BIND_ADDRESS
                            + " "
                            + bound.host()
                            + " is "
                            + SeedChecks.family(bound),
                    "Write both in one family, or set "
                            + BIND_ADDRESS
                            + " to '::' to listen in both.");
        }
    }

    private void requireProtection(String property, Address address) {
        if (!address.isLoopback() && properties.security().mode() != SecurityMode.NONE) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is "
                            + address.host()
                            + ", which other machines can reach, but nothing"
                            + " protects the node's packets: whoever reaches its port could change"
                            + " what callers are told",
                    "Set "
                            + SECURITY_KEY
                            + " to a secret that all nodes share (encryption is not"
                            + " built yet), or set "
                            + SECURITY_MODE
                            + " to 'none' where the network"
                            + " itself keeps strangers out, or remove "
                            + property
                            + " to stay on loopback.");
        }
    }

    private static void requireUnicast(String property, Address address) {
        if (address.inet().isMulticastAddress()) {
            throw unreachable(property, address, "a multicast address");
        }
    }

    private static void requireNoWildcard(Address advertised) {
        if (advertised.isWildcard()) {
            throw unreachable(ADVERTISE_ADDRESS, advertised, "the wildcard");
        }
    }

    private static InvalidGossipPropertyException unreachable(
            String property, Address address, String what) {
        return new InvalidGossipPropertyException(
                property,
                "is " + address.host() + ", " + what + ", where nobody can reach this node",
                "Set "
                        + property
                        + " to the IP address under which other nodes reach this one, or remove"
                        + " it.");
    }

    private static Address literal(String property, String value) {
        try {
            return Address.of(value.trim(), 1);
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is '" + value + "', which is not an IP address",
                    "Write an IPv4 or IPv6 address, for example 127.0.0.1; names are not looked up"
                            + " here.");
        }
    }
}
