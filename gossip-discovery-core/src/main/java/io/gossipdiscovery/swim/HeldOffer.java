package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.wire.OfferCodec;

/**
 * What a member serves, as we hold it. Immutable, as long as nobody writes into the content.
 *
 * @param content the offer as its owner wrote it, to be passed on to the byte
 */
record HeldOffer(Offer offer, byte[] content) {
    /** What a node serves by its own word. */
    static HeldOffer of(Offer offer) {
        return new HeldOffer(offer, OfferCodec.encode(offer));
    }
}
