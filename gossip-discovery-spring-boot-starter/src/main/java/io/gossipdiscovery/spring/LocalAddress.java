package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An address of this machine that others might be told.
 *
 * @param nic name of the network interface
 * @param index the interface's number, the lowest usually being the first card
 */
record LocalAddress(String nic, int index, Address address) {
    /** Bridges, tunnels and the like of containers and virtual machines. */
    private static final Pattern VIRTUAL =
            Pattern.compile(
                    "(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|tun|tap|utun|wg|kube"
                            + "|podman|lxc|lxd|zt|tailscale|ham).*");

    /** Cards before bridges, private before public addresses, IPv4 before IPv6, then by number. */
    static final Comparator<LocalAddress> BY_USE =
            Comparator.comparing(LocalAddress::isVirtual)
                    .thenComparing(local -> !local.isPrivate())
                    .thenComparing(local -> !local.address.isV4())
                    .thenComparing(LocalAddress::index)
                    .thenComparing(LocalAddress::address);

    boolean isVirtual() {
        return VIRTUAL.matcher(nic).matches();
    }

    /** RFC 1918, or fc00::/7 (RFC 4193). */
    boolean isPrivate() {
        return address.isV4()
                ? address.inet().isSiteLocalAddress()
                : (address.ip()[0] & 0xfe) == 0xfc;
    }

    String host() {
        return address.host();
    }

    @Override
    public String toString() {
        return host() + " (" + nic + ")";
    }
}
