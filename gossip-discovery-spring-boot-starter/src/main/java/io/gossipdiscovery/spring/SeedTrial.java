package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.node.Seeds;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what is the matter with seeds that led nowhere: opens a connection to each, all at the
 * same time, and closes it again. No data is sent. Takes about a second at most.
 */
final class SeedTrial {
    /** Addresses that are tried; a node asks so many at a time. */
    private static final int MOST_ADDRESSES = 16;

    private static final long PATIENCE_MILLIS = 1_000;

    private final Address self;
    private final Address bound;
    private final boolean isReal;

    /**
     * @param bound where the node listens, and connects from
     * @param isReal whether there are sockets to try
     */
    SeedTrial(Address self, String bound, boolean isReal) {
        this.self = self;
        this.bound = Address.of(bound, 1);
        this.isReal = isReal;
    }

    /** What is the matter with each, in order. */
    List<String> lines(List<Seeds.Answer> answers) {
        Set<Address> addresses = new LinkedHashSet<>();
        answers.forEach(answer -> addresses.addAll(answer.addresses()));
        addresses.remove(self);
        Map<Address, String> found =
                isReal
                        ? connect(addresses.stream().limit(MOST_ADDRESSES).toList())
                        : new HashMap<>();
        found.put(self, "is this node itself");
        List<String> lines = new ArrayList<>();
        for (Seeds.Answer answer : answers) {
            String source = answer.source();
            if (!answer.failure().isEmpty()) {
                lines.add(source + ": " + answer.failure());
            } else if (answer.addresses().isEmpty()) {
                lines.add(source + ": names no address");
            }
            for (Address address : answer.addresses()) {
                boolean isSame = source.equals(address.toString());
                lines.add(
                        source
                                + (isSame ? "" : " (" + address + ")")
                                + ": "
                                + found.getOrDefault(address, "no answer"));
            }
        }
        return lines;
    }

    private Map<Address, String> connect(Collection<Address> addresses) {
        Map<Address, String> found = new HashMap<>();
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (Address address : addresses) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                begin(channel, address, selector, found);
            }
            await(selector, found);
        } catch (IOException e) {
            addresses.forEach(address -> found.putIfAbsent(address, "not tried: " + reason(e)));
        } finally {
            channels.forEach(SeedTrial::close);
        }
        return found;
    }

    private void begin(
            SocketChannel channel, Address address, Selector selector, Map<Address, String> found)
            throws IOException {
        channel.configureBlocking(false);
        try {
            if (!bound.isWildcard()) {
                channel.bind(new InetSocketAddress(bound.inet(), 0));
            }
            if (channel.connect(new InetSocketAddress(address.inet(), address.port()))) {
                found.put(address, accepted());
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, address);
            }
        } catch (IOException | RuntimeException e) { // such as an address of another family
            found.put(address, failed(e));
        }
    }

    private static void await(Selector selector, Map<Address, String> found) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        long leftMillis = PATIENCE_MILLIS;
        while (leftMillis > 0 && !selector.keys().isEmpty()) {
            selector.select(leftMillis);
            for (SelectionKey key : selector.selectedKeys()) {
                found.put((Address) key.attachment(), ended((SocketChannel) key.channel()));
                key.cancel();
            }
            selector.selectedKeys().clear();
            selector.selectNow(); // forgets the cancelled
            leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        for (SelectionKey key : selector.keys()) {
            found.putIfAbsent(
                    (Address) key.attachment(),
                    "no answer by TCP nor by UDP: no machine has that address, or a firewall is in"
                            + " between");
        }
    }

    private static String ended(SocketChannel channel) {
        try {
            channel.finishConnect();
            return accepted();
        } catch (IOException e) {
            return failed(e);
        }
    }

    private static String accepted() {
        return "takes connections, but no node of this cluster answered: it is a node of another"
                + " cluster, or another program";
    }

    private static String failed(Exception e) {
        return e instanceof ConnectException
                ? "refuses connections: nobody listens there"
                : "cannot be reached: " + reason(e);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was to be sent
        }
    }
}
