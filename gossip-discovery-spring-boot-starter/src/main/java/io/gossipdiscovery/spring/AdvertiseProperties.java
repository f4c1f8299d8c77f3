package io.gossipdiscovery.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * Where others find the node. Immutable.
 *
 * @param address IP literal under which others reach this node and this application. Default is the
 *     bound one, or where that is the wildcard, one that is chosen.
 * @param port Port under which others reach this node, 0 for the bound one.
 * @param interfaces Network interfaces to choose the address from, '*' stands for any letters.
 *     Default is any that is neither loopback nor virtual.
 * @param networks Networks to choose the address from, such as 10.0.0.0/8.
 * @param verify Whether other nodes connect to the addresses of this node and its instances now and
 *     then, to see whether they are right, and this node to theirs.
 */
public record AdvertiseProperties(
        @Nullable String address,
        @DefaultValue("0") int port,
        @DefaultValue List<String> interfaces,
        @DefaultValue List<String> networks,
        @DefaultValue("true") boolean verify) {

    /** The settings of an application that says nothing. */
    static final AdvertiseProperties DEFAULT =
            new AdvertiseProperties(null, 0, List.of(), List.of(), true);

    public AdvertiseProperties {
        interfaces = List.copyOf(interfaces);
        networks = List.copyOf(networks);
    }
}
