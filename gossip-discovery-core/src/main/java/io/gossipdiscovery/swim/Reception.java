package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * A packet's way in: read or refused with a reason, its rumors heard one by one, its message
 * answered.
 */
final class Reception {
    /** A packet with more rumors than a datagram holds, about, is no news but a repair. */
    static final int REPAIR_RUMORS = 80;

    private final MemberTable table;
    private final Membership membership;
    private final OwnLife own;
    private final Synchronizer synchronizer;
    private final Quarantine quarantine;
    private final Audience audience;
    private final HeardOffers offers;
    private final WantedOffers wanted;
    private final ObserverDuty observerDuty;
    private final Answers answers;
    private final Observer observer;
    private final PacketReader reader;

    /** Whether the present packet accuses us of what we have refuted. */
    private boolean isMisinformed;

    Reception(
            String cluster,
            MemberTable table,
            Membership membership,
            OwnLife own,
            Synchronizer synchronizer,
            Quarantine quarantine,
            Audience audience,
            HeardOffers offers,
            WantedOffers wanted,
            ObserverDuty observerDuty,
            Answers answers,
            Observer observer) {
        this.table = table;
        this.membership = membership;
        this.own = own;
        this.synchronizer = synchronizer;
        this.quarantine = quarantine;
        this.audience = audience;
        this.offers = offers;
        this.wanted = wanted;
        this.observerDuty = observerDuty;
        this.answers = answers;
        this.observer = observer;
        this.reader = new PacketReader(WireFormat.clusterTag(cluster));
    }

    /**
     * Hears a packet out.
     *
     * @param packet read from its position to its limit; not kept
     */
    void receive(Lane lane, Address from, ByteBuffer packet) {
        int bytes = packet.remaining();
        Rejection rejection = reader.read(packet);
        if (rejection == null) {
            rejection = receive(lane, from, bytes);
        }
        if (rejection != null) {
            observer.packetRejected(from, rejection);
        }
    }

    private @Nullable Rejection receive(Lane lane, Address from, int bytes) {
        if (reader.isByObserver()) {
            return quarantine.isDraining() ? Rejection.STALE : serve(lane, from, bytes);
        }
        answers.hearing(lane, from, reader);
        Rejection rejection = checkAddressing();
        if (rejection == null && quarantine.isDraining()) {
            rejection = Rejection.STALE;
        }
        if (rejection == null) {
            hear();
        }
        return rejection;
    }

    /** Whatever an observer tells is passed over: it has no say. */
    private @Nullable Rejection serve(Lane lane, Address from, int bytes) {
        if (reader.message() instanceof Message.Gone gone) {
            answers.onGone(gone); // whoever is there now is not whom we asked for
            return null;
        }
        return isMeantForUs() ? observerDuty.answer(lane, from, reader, bytes) : Rejection.ASTRAY;
    }

    private void hear() {
        quarantine.heard(reader.sender());
        isMisinformed = false;
        membership.hearRepair(
                reader.rumors().size() > REPAIR_RUMORS || synchronizer.isCatchingUp());
        try {
            for (Rumor rumor : reader.rumors()) {
                hear(rumor);
                quarantine.confirm(rumor.about());
            }
        } finally {
            membership.hearRepair(false);
        }
        wanted.fetch(reader.sender());
        synchronizer.meet(reader.sender());
        reader.message().handTo(answers);
        answers.correct(isMisinformed);
    }

    private @Nullable Rejection checkAddressing() {
        NodeId self = table.self().id;
        NodeId other = reader.sender();
        if (other.address().equals(self.address())) {
            own.outbid(other.generation());
            return Rejection.ECHO;
        }
        if (isMeantForUs()) {
            return null;
        }
        if (reader.message() instanceof Message.Ping ping) {
            answers.send(new Message.Gone(ping.sequence(), reader.targetGeneration()));
        }
        return Rejection.ASTRAY;
    }

    private boolean isMeantForUs() {
        long meant = reader.targetGeneration();
        return meant == WireFormat.ANYBODY || meant == table.self().id.generation();
    }

    private void hear(Rumor rumor) {
        boolean isAboutUs = rumor.about().address().equals(table.self().id.address());
        if (rumor instanceof Rumor.Notice notice) {
            if (isAboutUs) {
                audience.told(reader.sender(), notice.about(), notice.version());
            } else {
                wanted.hear(notice);
            }
        } else if (rumor instanceof Rumor.Offered offered) {
            if (isAboutUs) {
                if (own.hear(offered)) {
                    audience.beginAnew();
                }
                audience.told(reader.sender(), offered.about(), offered.version());
            } else {
                offers.hear(offered);
            }
        } else if (rumor instanceof Rumor.Life life) {
            if (isAboutUs) {
                isMisinformed |= own.hear(life);
            } else {
                membership.hear(life);
            }
        }
    }
}
