package io.gossipdiscovery.swim;

import io.gossipdiscovery.wire.Rumor;

/** Tells on what we came to believe; or says nothing at all. */
interface Voice {
    /** Of who only looks on: it has no say. */
    Voice NONE =
            new Voice() {
                @Override
                public void spread(Rumor rumor) {
                    // nobody is told
                }

                @Override
                public void spreadOffer(Belief owner) {
                    // nobody is told
                }
            };

    /** Begins to tell a rumor. */
    void spread(Rumor rumor);

    /** Begins to tell what a member offers; what is too large for a datagram is only announced. */
    void spreadOffer(Belief owner);
}
