package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the node's health says.
 *
 * @param isolatedStatus Status of the health component 'gossip' while nobody answers this node, so
 *     that it takes the fault to be its own: 'UP', 'OUT_OF_SERVICE', 'DOWN', or one of your own.
 */
public record HealthProperties(@DefaultValue("UP") String isolatedStatus) {}
