package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.StartFailedException.Reason.BAD_ADDRESS;
import static io.gossipdiscovery.node.StartFailedException.Reason.NOT_SECURED;
import static io.gossipdiscovery.node.StartFailedException.Reason.PORT_TAKEN;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SecurityMode;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Lanes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where a node is to listen: checked before anything is opened, then bound. Every failure says
 * which property to change.
 */
final class Place {
    /** Attempts to find a port that is free for TCP and UDP, where any will do. */
    private static final int ANY_PORT_ATTEMPTS = 32;

    private static final int SOME_PORT = 1;

    /** Binds both lanes on one port. */
    interface Binder {
        Lanes bind(InetAddress ip, int port) throws IOException;
    }

    private final BindConfig bind;
    private final InetAddress ip;
    private final boolean wildcard;

    private Place(BindConfig bind, Address address) {
        this.bind = bind;
        this.ip = address.inet();
        this.wildcard = address.isWildcard();
    }

    /** Checks what can be checked without opening a socket. */
    static Place of(GossipConfig config) {
        BindConfig bind = config.bind();
        Address address = literal(bind, "bind.address", bind.address());
        Address advertised = address;
        if (!bind.advertisedAddress().isBlank()) {
            advertised = literal(bind, "advertise.address", bind.advertisedAddress());
        } else if (address.isWildcard()) {
            throw bad(
                    bind,
                    "bind.address is the wildcard "
                            + bind.address()
                            + ", where nobody can reach this"
                            + " node: set advertise.address to the IP that others shall use");
        }
        if (advertised.isWildcard() || advertised.inet().isMulticastAddress()) {
            throw bad(
                    bind,
                    "advertise.address "
                            + advertised.host()
                            + " is nowhere one can be reached: set it"
                            + " to the IP that others shall use");
        }
        boolean local = address.isLoopback() && advertised.isLoopback();
        if (!local && config.security() == SecurityMode.AUTO) {
            throw notSecured(bind, address.isLoopback() ? advertised : address);
        }
        return new Place(bind, address);
    }

    /** Binds the first port that is free, for streams and datagrams alike. */
    Lanes bind(Binder binder) {
        int attempts =
                bind.firstPort() == 0 && bind.lastPort() == 0
                        ? ANY_PORT_ATTEMPTS
                        : bind.lastPort() - bind.firstPort() + 1;
        boolean any = bind.firstPort() == 0;
        for (int i = 0; ; i++) {
            try {
                return binder.bind(ip, any ? 0 : bind.firstPort() + i);
            } catch (IOException e) {
                if (i == 0 && !isOfThisMachine()) {
                    throw notOfThisMachine(e);
                }
                if (i + 1 >= attempts) {
                    throw portTaken(e);
                }
            }
        }
    }

    /** Under which address others find a node that is bound to this port here. */
    Address advertised(int boundPort) {
        String host =
                bind.advertisedAddress().isBlank() ? bind.address() : bind.advertisedAddress();
        return Address.of(host, bind.advertisedPort() != 0 ? bind.advertisedPort() : boundPort);
    }

    /** Whether a socket bound here can send to that address. */
    boolean reaches(Address other) {
        return wildcard || other.isV4() == (ip.getAddress().length == 4);
    }

    /** Asks the system rather than its error text, which speaks the user's language. */
    private boolean isOfThisMachine() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(ip, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private StartFailedException notOfThisMachine(IOException e) {
        return new StartFailedException(
                BAD_ADDRESS,
                bind,
                "bind.address "
                        + bind.address()
                        + " is not an address of this machine ("
                        + e.getMessage()
                        + "): set bind.address to one that is, and advertise.address where others"
                        + " reach this node at another",
                e);
    }

    private StartFailedException portTaken(IOException e) {
        boolean one = bind.firstPort() == bind.lastPort();
        String ports = one ? "" + bind.firstPort() : bind.firstPort() + " to " + bind.lastPort();
        return new StartFailedException(
                PORT_TAKEN,
                bind,
                "bind.port "
                        + ports
                        + " cannot be bound at "
                        + bind.address()
                        + ", for TCP and UDP both ("
                        + e.getMessage()
                        + "): set bind.port to a free one, or to 0 for any",
                e);
    }

    private static Address literal(BindConfig bind, String property, String text) {
        try {
            return Address.of(text, SOME_PORT);
        } catch (IllegalArgumentException e) {
            throw new StartFailedException(
                    BAD_ADDRESS,
                    bind,
                    property
                            + " must be an IP literal such as 10.0.0.7, not the name '"
                            + text
                            + "': a name may mean another machine tomorrow",
                    e);
        }
    }

    private static StartFailedException bad(BindConfig bind, String message) {
        return new StartFailedException(BAD_ADDRESS, bind, message, null);
    }

    private static StartFailedException notSecured(BindConfig bind, Address address) {
        return new StartFailedException(
                NOT_SECURED,
                bind,
                address.host()
                        + " can be reached from other machines, and packets are not protected:"
                        + " whoever reaches the port can change what callers are told. Set bind.address"
                        + " to 127.0.0.1, or security.mode to none where the network is trusted",
                null);
    }
}
