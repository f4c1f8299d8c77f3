package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

/** Hears what others serve: the higher version of the later life wins. */
final class HeardOffers {
    private final Commons commons;
    private final MemberTable table;
    private final Membership membership;
    private final Voice voice;
    private final Observer observer;

    HeardOffers(
            Commons commons,
            MemberTable table,
            Membership membership,
            Voice voice,
            Observer observer) {
        this.commons = commons;
        this.table = table;
        this.membership = membership;
        this.voice = voice;
        this.observer = observer;
    }

    /** Hears what one other serves. */
    void hear(Rumor.Offered rumor) {
        Belief known = table.get(rumor.about().address());
        boolean isStale =
                known != null
                        && (known.id.generation() > rumor.about().generation()
                                || known.id.equals(rumor.about())
                                        && known.offerVersion() >= rumor.version());
        if (isStale) {
            return;
        }
        if (rumor.version() > WireFormat.COUNTER_CEILING) {
            observer.packetRejected(rumor.about().address(), Rejection.CEILING);
            return;
        }
        HeldOffer held = commons.offer(rumor);
        if (held == null) {
            observer.packetRejected(rumor.about().address(), Rejection.MALFORMED);
            return;
        }
        Belief belief = membership.ofOwner(rumor.about());
        if (belief == null) {
            return; // no room
        }
        Member before = belief.picture();
        table.change(belief, () -> belief.held = held);
        membership.news(before, belief);
        if (!membership.isHearingRepair()) {
            voice.spreadOffer(belief);
        }
    }
}
