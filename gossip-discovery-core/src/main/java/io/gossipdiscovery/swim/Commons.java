package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What machines on one thread keep once between them, and not once each: who the members are, and
 * what they serve. Ten thousand machines of a simulation believe in the same ten thousand members.
 * Only immutable things are shared, and what is shared is equal to what was heard.
 *
 * <p>Not thread-safe. A machine alone shares nothing.
 */
public final class Commons {
    /** Of more lives than this nothing is shared. */
    static final int CAPACITY = 1 << 20;

    private final int capacity;
    private final Map<NodeId, NodeId> ids = new HashMap<>(); // both looked up, never iterated
    private final Map<NodeId, HeldOffer> offers = new HashMap<>();

    /** To be shared by some machines. */
    public Commons() {
        this(CAPACITY);
    }

    private Commons(int capacity) {
        this.capacity = capacity;
    }

    /** Of a machine that shares nothing. */
    static Commons none() {
        return new Commons(0);
    }

    /** The one that is kept of all that equal this one. */
    NodeId id(NodeId heard) {
        if (capacity == 0) {
            return heard;
        }
        NodeId kept = ids.get(heard);
        if (kept == null && ids.size() < capacity) {
            ids.put(heard, heard);
        }
        return kept == null ? heard : kept;
    }

    /** The offer that was heard of, or null where its bytes cannot be one. */
    @Nullable HeldOffer offer(Rumor.Offered heard) {
        HeldOffer kept = offers.get(heard.about());
        if (kept != null
                && kept.offer().version() == heard.version()
                && Arrays.equals(kept.content(), heard.content())) {
            return kept;
        }
        Offer offer = OfferCodec.decode(heard.version(), heard.content());
        if (offer == null) {
            return null;
        }
        HeldOffer held = new HeldOffer(offer, heard.content());
        if (kept != null || offers.size() < capacity) {
            offers.put(heard.about(), held);
        }
        return held;
    }
}
