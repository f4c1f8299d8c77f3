package io.gossipdiscovery.model;

import java.util.List;
import java.util.Optional;

/**
 * What others found at one address that this node tells them: where its packets go, or where an
 * instance takes calls. Immutable.
 *
 * @param instance which instance is said to be there; empty for the node's own, advertised address
 * @param host IP literal or name, as told to others
 * @param port as told to others
 * @param attempts who tried when it was last looked at, in the order in which they answered
 * @param isWrong whether two others could not connect, or the only one, and more could not than
 *     could: a tie is right. What is wrong already stays so until one can
 */
public record Finding(
        Optional<Instance.Key> instance,
        String host,
        int port,
        List<Attempt> attempts,
        boolean isWrong) {

    public Finding {
        attempts = List.copyOf(attempts);
    }

    /** Whether that is the same address of the same thing. */
    public boolean isAbout(Optional<Instance.Key> instance, String host, int port) {
        return this.instance.equals(instance) && this.host.equals(host) && this.port == port;
    }

    /** What is said to be where, for people. */
    public String place() {
        String address = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        return instance.map(key -> "instance " + key + " at ").orElse("this node at ") + address;
    }

    /** How many attempts failed. */
    public int failures() {
        return (int) attempts.stream().filter(attempt -> attempt.outcome().isFailed()).count();
    }

    /**
     * The word of one other node.
     *
     * @param by who tried
     * @param source where this node's question seemed to come from; another address than the
     *     advertised one where a NAT lies between
     * @param outcome how it ended
     */
    public record Attempt(NodeId by, Address source, Dial outcome) {
        /** Who tried and how that went, for people. */
        public String text() {
            return by.address() + ": " + outcome.text();
        }
    }
}
