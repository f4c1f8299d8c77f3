package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Seeds given as {@code host:port}: IP literals, or names of which every address is a seed.
 *
 * <p>A name that cannot be looked up is logged when it begins to fail and when it is back; the
 * others still count. Look-ups go through the JVM, which caches answers (30 s by default, failures
 * 10 s).
 */
public final class DnsSeeds implements SeedSource {
    private static final Logger log = LoggerFactory.getLogger(DnsSeeds.class);

    private final List<Seed> seeds = new ArrayList<>();
    private final Set<Seed> failing = new HashSet<>();

    /**
     * @throws IllegalArgumentException naming the text that is not {@code host:port}; nothing is
     *     looked up yet
     */
    public DnsSeeds(List<String> texts) {
        texts.forEach(text -> seeds.add(Seed.of(text)));
    }

    @Override
    public List<Address> resolve() {
        Set<Address> found = new LinkedHashSet<>();
        for (Seed seed : seeds) {
            try {
                found.addAll(seed.addresses());
                if (failing.remove(seed)) {
                    log.info("Seed {} can be looked up again", seed.host());
                }
            } catch (UnknownHostException e) {
                if (failing.add(seed)) {
                    log.warn("Seed {} cannot be looked up: {}", seed.host(), e.getMessage());
                }
            }
        }
        return List.copyOf(found);
    }

    @Override
    public boolean isFixed() {
        return seeds.stream().allMatch(Seed::isLiteral);
    }

    @Override
    public String toString() {
        return seeds.stream().map(Seed::toString).toList().toString();
    }

    private record Seed(String host, int port, boolean isLiteral) {
        static Seed of(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon > 0 ? text.substring(0, colon) : "";
            boolean literal = isLiteral(host);
            int port = port(text.substring(colon + 1));
            boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
            if (port == 0 || bareV6 || !literal && !isName(host)) {
                throw new IllegalArgumentException(
                        "seeds must be host:port, such as 10.0.0.8:7946, seeds.example:7946 or"
                                + " [::1]:7946, but one is '"
                                + text
                                + "'");
            }
            return new Seed(host, port, literal);
        }

        List<Address> addresses() throws UnknownHostException {
            if (isLiteral) {
                return List.of(Address.of(host, port));
            }
            List<Address> addresses = new ArrayList<>();
            for (InetAddress ip : InetAddress.getAllByName(host)) {
                addresses.add(Address.of(ip, port));
            }
            return addresses;
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }

        private static boolean isLiteral(String host) {
            try {
                Address.of(host, 1);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static boolean isName(String host) {
            return !host.isEmpty()
                    && host.length() <= 253
                    && host.chars()
                            .allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
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
}
