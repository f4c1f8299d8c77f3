package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Offers that were only announced, as they do not fit a datagram: whoever told of them is asked for
 * them.
 */
final class WantedOffers {
    /** Most offers asked for in a datagram: more do not come back in a few of them. */
    private static final int OWNERS_PER_DATAGRAM = 32;

    /** An IPv6 node. */
    private static final int OWNER_BYTES = 27;

    /** Most offers asked for at once; the rest is announced again. */
    private static final int OWNERS_PER_STREAM = 4_096;

    private final Membership membership;
    private final PacketSender sender;
    private final Timers timers;
    private final BooleanSupplier mustBeDatagram;
    private final List<NodeId> wanted = new ArrayList<>();
    private final AskedOffers asked;

    /**
     * None yet.
     *
     * @param intervalNanos nobody is asked twice for one offer in this time
     * @param mustBeDatagram whether streams do not seem to pass
     */
    WantedOffers(
            long intervalNanos,
            Membership membership,
            PacketSender sender,
            Timers timers,
            BooleanSupplier mustBeDatagram) {
        this.asked = new AskedOffers(intervalNanos);
        this.membership = membership;
        this.sender = sender;
        this.timers = timers;
        this.mustBeDatagram = mustBeDatagram;
    }

    /** A node knows of a newer offer than we do: it is asked for it. */
    void hear(Rumor.Notice notice) {
        if (notice.version() > WireFormat.COUNTER_CEILING) {
            return;
        }
        Belief owner = membership.ofOwner(notice.about());
        if (owner != null
                && notice.version() > owner.offerVersion()
                && !asked.contains(owner.id.address(), timers.now())) {
            wanted.add(owner.id);
        }
    }

    /** The rumors of a packet are heard: asks its sender for the offers that they announced. */
    void fetch(NodeId teller) {
        wanted.removeIf(owner -> membership.ofOwner(owner) == null);
        if (wanted.isEmpty()) {
            return;
        }
        int small = Math.min(OWNERS_PER_DATAGRAM, sender.listRoom() / OWNER_BYTES);
        int most = mustBeDatagram.getAsBoolean() ? small : OWNERS_PER_STREAM;
        List<NodeId> owners = wanted.subList(0, Math.min(most, wanted.size()));
        for (NodeId owner : owners) {
            asked.add(owner.address(), timers.now());
        }
        Message.Fetch fetch = new Message.Fetch(owners);
        if (owners.size() <= small) {
            sender.datagram(teller, fetch);
        } else {
            sender.stream(teller, fetch);
        }
        wanted.clear();
    }
}
