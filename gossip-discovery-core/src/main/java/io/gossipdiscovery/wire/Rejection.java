package io.gossipdiscovery.wire;

/**
 * Why bytes from the network were dropped. Each drop is counted under one of these, never logged.
 */
public enum Rejection {
    /** Ends before it should. */
    TRUNCATED,
    /** A connection that said nothing: somebody looked whether we are there. */
    EMPTY,
    /** Does not begin as ours do: another program talks to this port. */
    FOREIGN,
    /** Of a version of the format that this node does not speak. */
    VERSION,
    /** Altered on its way: the checksum does not fit. */
    CORRUPT,
    /** Of another cluster. */
    CLUSTER,
    /** Of a type that this node does not know. */
    TYPE,
    /** Well begun, but its contents make no sense. */
    MALFORMED,
    /** Claims a number beyond its ceiling. */
    CEILING,
    /** Larger than the limit of its lane. */
    OVERSIZED,
    /** Meant for another life at this address. */
    ASTRAY,
    /** Sent by ourselves, perhaps through a seed that is us under another name. */
    ECHO,
    /** Waited at our door while we were away for so long that it may not be true any more. */
    STALE,
    /** From an observer, who may only ask for what members believe: this was something else. */
    OBSERVER,
    /** Beyond what this node is willing to remember or to do at a time. */
    CAPACITY
}
