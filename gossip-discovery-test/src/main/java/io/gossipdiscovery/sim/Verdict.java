package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import java.time.Duration;

/**
 * A belief that somebody is not well: who came to hold it, when, about whom, and whether rightly.
 *
 * @param at when, since the simulation began
 * @param observer who holds it
 * @param subject about which life
 * @param status SUSPECT, DEAD or LEFT
 * @param kind what there is to it
 */
public record Verdict(Duration at, int observer, NodeId subject, Status status, Kind kind) {
    /** What there is to a verdict. */
    public enum Kind {
        /** That life is over, or said farewell. */
        TRUE,
        /** The subject runs, but is paused or cannot be heard by the observer. */
        CUT_OFF,
        /**
         * The subject can be heard again; the verdict is the echo of one from when it could not.
         */
        AFTERMATH,
        /** The subject runs and can be heard, and always could be since it last refuted. */
        FALSE
    }
}
