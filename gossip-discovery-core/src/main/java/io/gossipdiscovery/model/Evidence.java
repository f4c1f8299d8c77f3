package io.gossipdiscovery.model;

/** What an accuser saw of a suspect, beyond that it did not answer. */
public enum Evidence {
    /** Nothing at all: gone, cut off, or out of reach for the accuser. */
    SILENT,
    /**
     * The machine it runs on accepted a connection for it: the process is there, but does not
     * answer. Most likely it is paused, collecting garbage or overloaded.
     */
    HUNG,
    /**
     * The machine it ran on refuses connections where it took them before: nobody listens there any
     * more.
     */
    GONE
}
