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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What this machine's interfaces and routes are. Nothing is sent but look-ups of seeds' names. */
interface Network {
    /** All addresses of interfaces that are up, in any order. */
    List<LocalAddress> addresses();

    /** From which of them a packet to that address would go, if there is a way to it. */
    Optional<Address> sourceTowards(Address destination);

    /** The addresses behind each of these seeds, as far as they are known soon. */
    List<List<Address>> behind(List<String> seeds);

    /** The machine as it is. */
    static Network ofThisMachine() {
        return new Network() {
            /** How long a start waits for a name service that does not answer. */
            private static final Duration LOOK_UP = Duration.ofSeconds(2);

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
            public List<List<Address>> behind(List<String> seeds) {
                return LookUps.of(seeds, seed -> Seeds.parse(seed).resolve(), LOOK_UP);
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
}
