package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a node is in its cluster: which duties it has, and what comes of each input. {@link Swim}
 * tells the time first. What a role has nothing to do with is passed over.
 */
interface Role {
    /** Begins its duties. */
    void start(NodeId self);

    /** Who we are and what we believe. */
    MemberTable table();

    void receive(Lane lane, Address from, ByteBuffer packet);

    void seeds(List<Address> seeds);

    void offer(List<Instance> instances);

    void awaitVisible(long wait, double fraction, long timeoutNanos);

    void hint(Address address);

    void leave();

    /** Whether nobody answers us. */
    boolean isIsolated();

    /** Begins with knowing others. */
    void share(Census census);

    /** Our time stood still for so long. */
    default void away(long nanos) {}

    /** Alarms are about to be fired: what waited at our door is read. */
    default void drained() {}

    default void streamDelivered(Address to) {}

    default void streamRefused(Address to) {}

    default void lifelineBroken(Address to) {}

    default void dialed(long number, Dial outcome) {}

    /** How healthy we believe ourselves to be: 0 is healthy. */
    default int localHealth() {
        return 0;
    }
}
