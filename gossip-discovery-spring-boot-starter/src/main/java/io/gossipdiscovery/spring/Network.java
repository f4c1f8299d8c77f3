package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.node.Seeds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What this machine's interfaces and routes are. Nothing is sent but look-ups of seeds' names. */
interface Network {
    /** All addresses of interfaces that are up, in any order. */
    List<LocalAddress> addresses();

    /** From which of them a packet to that address would go, if there is a way to it. */
    Optional<Address> sourceTowards(Address destination);

    /** The addresses behind a seed, as far as they are known soon. */
    List<Address> behind(String seed);

    /** The machine as it is. */
    static Network ofThisMachine() {
        return new Network() {
            /** How long a start waits for a name service that does not answer. */
            private static final long LOOK_UP_SECONDS = 2;

            @Override
            public List<LocalAddress> addresses() {
                List<LocalAddress> addresses = new ArrayList<>();
                try {
                    for (NetworkInterface nic : up()) {
                        for (InetAddress ip : Collections.list(nic.getInetAddresses())) {
                            Address address = Address.of(ip, 1);
                            addresses.add(new LocalAddress(nic.getName(), nic.getIndex(), address));
                        }
                    }
                } catch (SocketException e) {
                    throw new UncheckedIOException(e);
                }
                return addresses;
            }

            @Override
            public Optional<Address> sourceTowards(Address destination) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.connect(new InetSocketAddress(destination.inet(), destination.port()));
                    return Optional.of(Address.of(socket.getLocalAddress(), 1));
                } catch (IOException e) {
                    return Optional.empty(); // no way there
                }
            }

            @Override
            public List<Address> behind(String seed) {
                CompletableFuture<List<Address>> found = new CompletableFuture<>();
                Thread thread =
                        new Thread(() -> found.complete(lookUp(seed)), "gossip-address-choice");
                thread.setDaemon(true);
                thread.start();
                try {
                    return found.get(LOOK_UP_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (ExecutionException | TimeoutException e) {
                    // goes on without
                }
                return List.of();
            }
        };
    }

    private static List<NetworkInterface> up() throws SocketException {
        List<NetworkInterface> up = new ArrayList<>();
        for (NetworkInterface nic : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (nic.isUp()) {
                up.add(nic);
            }
        }
        return up;
    }

    private static List<Address> lookUp(String seed) {
        try {
            return Seeds.parse(seed).resolve();
        } catch (RuntimeException e) {
            return List.of(); // the node says so when it asks
        }
    }
}
