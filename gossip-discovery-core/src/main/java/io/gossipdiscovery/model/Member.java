package io.gossipdiscovery.model;

import java.util.Optional;

/**
 * A node as believed by another. An immutable picture of one belief.
 *
 * @param id which life at which address
 * @param status in which state we believe it to be
 * @param incarnation the number under which it last spoke of its own life
 * @param offer what it serves, or empty as long as its offer is not known here
 * @param isUnsteady whether it came and went so often of late that callers should avoid it, as they
 *     avoid a suspect, although it lives
 */
public record Member(
        NodeId id, Status status, long incarnation, Optional<Offer> offer, boolean isUnsteady) {

    /** A belief about a member that is steady. */
    public Member(NodeId id, Status status, long incarnation, Optional<Offer> offer) {
        this(id, status, incarnation, offer, false);
    }

    /** The state that callers should go by: an unsteady member counts as a suspect. */
    public Status standing() {
        return isUnsteady && status == Status.ALIVE ? Status.SUSPECT : status;
    }

    /** Whether applications are told of it: it is live, and what it offers is known. */
    public boolean isVisible() {
        return status.isLive() && offer.isPresent();
    }

    /**
     * What the member says of itself under a label, such as {@link Offer#ZONE}; empty as long as
     * that is not known here.
     */
    public Optional<String> label(String name) {
        return offer.map(known -> known.labels().get(name));
    }

    /** Where in its life it is, as believed here. */
    public Phase phase() {
        return switch (status) {
            case SUSPECT -> Phase.SUSPECT;
            case DEAD -> Phase.DEAD;
            case LEFT -> Phase.LEFT;
            case ALIVE ->
                    offer.map(o -> o.isDraining() ? Phase.LEAVING : Phase.ALIVE)
                            .orElse(Phase.JOINING);
        };
    }
}
