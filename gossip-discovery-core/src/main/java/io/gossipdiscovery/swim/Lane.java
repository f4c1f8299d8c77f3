package io.gossipdiscovery.swim;

/** By which way a packet came or goes. A stream is a larger datagram: both are fire and forget. */
public enum Lane {
    /** UDP: small, quick, lossy. */
    DATAGRAM,
    /** TCP: one packet a connection. */
    STREAM
}
