package io.gossipdiscovery.model;

/** What a node says of one of its own service instances. Only {@code UP} asks for calls. */
public enum ServiceStatus {
    /** Ready to be called. */
    UP,
    /** Announced, not ready yet. */
    STARTING,
    /** About to stop: finishes what it has, wants nothing new. */
    DRAINING,
    /** Taken out by an operator. */
    OUT_OF_SERVICE,
    /** Reports itself unhealthy. */
    DOWN,
    /** Said something that this version does not know. */
    UNKNOWN
}
