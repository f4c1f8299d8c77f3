package io.gossipdiscovery.config;

/** Whether packets need protection before a node may listen beyond the own machine. */
public enum SecurityMode {
    /** Loopback is open; any other address asks for a key. The default. */
    AUTO,
    /** No protection anywhere: whoever reaches the port can change what callers are told. */
    NONE
}
