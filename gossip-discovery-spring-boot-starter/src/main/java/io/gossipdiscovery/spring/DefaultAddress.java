package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;

import java.util.List;
import java.util.Optional;

/**
 * What others are told where this machine has nothing to choose: Spring Cloud's {@code
 * default-ip-address}, or the address of its {@code default-hostname} where only that is set.
 */
final class DefaultAddress {
    private static final String IP = InetUtilsSettings.PREFIX + ".default-ip-address";
    private static final String HOST = InetUtilsSettings.PREFIX + ".default-hostname";

    /** Names are looked up as those of seeds are; nothing is sent there. */
    private static final String ANY_PORT = ":1";

    private final InetUtilsSettings settings;
    private final Network network;

    DefaultAddress(InetUtilsSettings settings, Network network) {
        this.settings = settings;
        this.network = network;
    }

    /**
     * The default, or empty where none is set.
     *
     * @throws InvalidGossipPropertyException where it is of no use to a node that listens there
     */
    Optional<AddressChoice.Chosen> of(Address wildcard) {
        if (!settings.defaultIpAddress().isEmpty()) {
            return Optional.of(chosen(IP, literal(), wildcard));
        }
        if (!settings.defaultHostname().isEmpty()) {
            return Optional.of(chosen(HOST, lookedUp(wildcard), wildcard));
        }
        return Optional.empty();
    }

    private Address literal() {
        String text = settings.defaultIpAddress();
        try {
            return Address.of(text, 1);
        } catch (IllegalArgumentException e) {
            throw new InvalidGossipPropertyException(
                    IP, "is '" + text + "', which is not an IP address", fix(IP));
        }
    }

    private Address lookedUp(Address wildcard) {
        String name = settings.defaultHostname();
        return network.behind(List.of(name + ANY_PORT)).get(0).stream()
                .filter(address -> !wildcard.isV4() || address.isV4())
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidGossipPropertyException(
                                        HOST,
                                        "is '" + name + "', of which no address is found",
                                        "Set " + IP + " to the address itself."));
    }

    private static AddressChoice.Chosen chosen(String property, Address address, Address wildcard) {
        boolean isNowhere = address.isWildcard() || address.inet().isMulticastAddress();
        if (isNowhere || wildcard.isV4() && !address.isV4()) {
            throw new InvalidGossipPropertyException(
                    property,
                    "is " + address.host() + ", where nobody can reach this node",
                    fix(property));
        }
        return new AddressChoice.Chosen(
                new LocalAddress("", 0, address.withPort(1)),
                property + ", as this machine has none to choose",
                List.of());
    }

    private static String fix(String property) {
        return "Set "
                + property
                + " to what others reach this node under, or "
                + AddressChoice.ADDRESS
                + " to that IP address.";
    }
}
