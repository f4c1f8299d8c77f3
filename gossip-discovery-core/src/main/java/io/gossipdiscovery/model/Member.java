package io.gossipdiscovery.model;

import java.util.Optional;

/**
 * A node as believed by another. An immutable picture of one belief.
 *
 * @param id which life at which address
 * @param status in which state we believe it to be
 * @param incarnation the number under which it last spoke of its own life
 * @param offer what it serves, or empty as long as its offer is not known here
 */
public record Member(NodeId id, Status status, long incarnation, Optional<Offer> offer) {

    /** Whether applications are told of it: it is live, and what it offers is known. */
    public boolean isVisible() {
        return status.isLive() && offer.isPresent();
    }
}
