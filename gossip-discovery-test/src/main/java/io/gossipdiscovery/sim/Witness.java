package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.swim.Lane;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Sees everything that the {@link Trace} writes down, as it happens; the words are those of the
 * trace. Nobody but the trace calls it, and it must not touch the simulation.
 */
interface Witness {
    /** Sees nothing. */
    Witness NONE =
            new Witness() {
                @Override
                public void packet(
                        String what, int node, int peer, Lane lane, ByteBuffer content) {}

                @Override
                public void belief(int node, @Nullable Member before, @Nullable Member after) {}

                @Override
                public void note(int node, String what, Object detail) {}
            };

    /** A packet went out, was read, or ended nowhere. The content is to be left as it is. */
    void packet(String what, int node, int peer, Lane lane, ByteBuffer content);

    /** A belief changed; one of the two may be null. */
    void belief(int node, @Nullable Member before, @Nullable Member after);

    /** Anything else that happened to a node, or to {@link Trace#NOBODY}. */
    void note(int node, String what, Object detail);
}
