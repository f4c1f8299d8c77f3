package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.springframework.util.StringUtils;

/** The host that callers of this application are sent to. */
final class CallersHost {
    private CallersHost() {}

    /**
     * A name or an IP literal: as told; or where the node is told to be found; or where the web
     * server listens, if it is told to listen at one address; or where others find the node. Only a
     * web server that is on loopback while the node is not is never announced there: elsewhere that
     * address is somebody else. Nothing is looked up, as callers may know names that we do not.
     *
     * @throws InvalidGossipPropertyException where what is told can be no host
     */
    static String of(GossipDiscoveryProperties properties, BindConfig bind, WebSettings web) {
        String told = properties.registration().host();
        if (told != null && StringUtils.hasText(told)) {
            return checked(told.trim());
        }
        String node =
                bind.advertisedAddress().isEmpty() ? bind.address() : bind.advertisedAddress();
        if (StringUtils.hasText(properties.advertise().address())) {
            return node;
        }
        boolean local = WebSettings.literal(node).filter(Address::isLoopback).isPresent();
        return web.address("server.address")
                .filter(own -> !own.isWildcard() && (local || !own.isLoopback()))
                .map(Address::host)
                .orElse(node);
    }

    private static String checked(String told) {
        return WebSettings.literal(told)
                .map(address -> address.isWildcard() ? refused(told) : address.host())
                .orElseGet(() -> ApplicationInstance.isHostLike(told) ? told : refused(told));
    }

    private static String refused(String told) {
        throw new InvalidGossipPropertyException(
                PREFIX + ".registration.host",
                "is '" + told + "', where callers cannot be sent to",
                "Write a host name of letters, digits, '-' and '.', at most "
                        + Limits.NAME_BYTES
                        + " of them, or an IP address that is not the wildcard; without scheme and"
                        + " port, for which there are registration.scheme and registration.port."
                        + " Or remove it.");
    }
}
