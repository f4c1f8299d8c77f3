package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** A seed given as {@code host:port}: an IP literal, or a name of which every address is one. */
record HostSeed(String host, int port, boolean isFixed) implements SeedSource {

    /**
     * @throws IllegalArgumentException where the text is not {@code host:port}
     */
    static HostSeed of(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon > 0 ? text.substring(0, colon) : "";
        boolean literal = isLiteral(host);
        int port = port(text.substring(colon + 1));
        boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        if (port == 0 || bareV6 || !literal && !isName(host)) {
            throw new IllegalArgumentException(
                    "seeds must be host:port, such as 10.0.0.8:7946, seeds.example:7946 or"
                            + " [::1]:7946, or srv:name or file:path, but one is '"
                            + text
                            + "'");
        }
        return new HostSeed(host, port, literal);
    }

    @Override
    public List<Address> resolve() {
        return isFixed ? List.of(Address.of(host, port)) : lookUp(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** Every address of a name. */
    static List<Address> lookUp(String host, int port) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(ip -> Address.of(ip, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(
                    host + " cannot be looked up (" + e.getMessage() + ")", e);
        }
    }

    /** Whether a name service can be asked for it. */
    static boolean isName(String host) {
        return !host.isEmpty()
                && host.length() <= 253
                && host.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
    }

    private static boolean isLiteral(String host) {
        try {
            Address.of(host, 1);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= 65535 ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
