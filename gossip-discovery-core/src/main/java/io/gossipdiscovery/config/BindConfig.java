package io.gossipdiscovery.config;

/**
 * Where a node listens, and where it tells others to find it.
 *
 * @param address IP literal to bind. The wildcard needs an advertised address. Default 127.0.0.1
 * @param firstPort first port to try, for datagrams and streams alike; 0 asks the system for any.
 *     Default 0
 * @param lastPort last port to try, equal to the first where only that one will do
 * @param advertisedAddress IP literal under which others reach this node, or empty for the bound
 *     one
 * @param advertisedPort port under which others reach this node, or 0 for the bound one
 * @param isVerified whether other nodes are asked to connect to this node's addresses now and then,
 *     to see whether they are right, and may ask this node for the same. Default true
 */
public record BindConfig(
        String address,
        int firstPort,
        int lastPort,
        String advertisedAddress,
        int advertisedPort,
        boolean isVerified) {

    public BindConfig {
        if (address == null || address.isBlank()) {
            throw new IllegalArgumentException("bind.address must not be empty");
        }
        Checks.between("bind.port", firstPort, 0, 65535);
        Checks.between("the last bind.port", lastPort, firstPort, 65535);
        Checks.between("advertise.port", advertisedPort, 0, 65535);
        advertisedAddress = advertisedAddress == null ? "" : advertisedAddress;
    }

    /** Addresses that are verified. */
    public BindConfig(
            String address,
            int firstPort,
            int lastPort,
            String advertisedAddress,
            int advertisedPort) {
        this(address, firstPort, lastPort, advertisedAddress, advertisedPort, true);
    }

    /** The same, at the first port of these that is free. */
    public BindConfig withPorts(int first, int last) {
        return new BindConfig(address, first, last, advertisedAddress, advertisedPort, isVerified);
    }

    /** The same, verified by others or not. */
    public BindConfig withVerified(boolean isVerified) {
        return new BindConfig(
                address, firstPort, lastPort, advertisedAddress, advertisedPort, isVerified);
    }
}
