package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What nodes ever offered. Messages carry the number of an offer and its length in bytes; its
 * content is looked up here.
 */
final class Offers {
    private final Map<NodeId, Map<Integer, Offer>> written = new HashMap<>();

    private final List<Peer> owners = new ArrayList<>();

    /** Everybody as seen by himself, in the order of their starts. */
    List<Peer> owners() {
        return owners;
    }

    Offer first(NodeId owner) {
        return write(owner, Offer.first(Map.of()));
    }

    Offer next(NodeId owner, Offer before, List<io.gossipdiscovery.model.Instance> instances) {
        return write(owner, before.next(instances));
    }

    Offer get(NodeId owner, int version) {
        return written.get(owner).get(version);
    }

    private Offer write(NodeId owner, Offer offer) {
        written.computeIfAbsent(owner, o -> new HashMap<>()).put((int) offer.version(), offer);
        return offer;
    }
}
