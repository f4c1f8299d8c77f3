package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An observer only looks on: it believes what members tell it, and is itself nobody's belief. It
 * probes nobody, helps nobody, accuses nobody and tells nothing on; it asks, and is not asked. So
 * it comes and goes without a trace.
 *
 * <p>Not to be taken for the {@link Observer}, the door through which every machine tells what it
 * noticed.
 */
final class ObserverRole implements Role {
    private final MemberTable table;
    private final ByteBudget budget;
    private final PacketSender sender;
    private final Membership membership;
    private final HeardOffers offers;
    private final WantedOffers wanted;
    private final Onlooker onlooker;
    private final Observer observer;
    private final PacketReader reader;

    ObserverRole(
            GossipConfig config,
            Timers timers,
            RandomGenerator random,
            Outbox outbox,
            Observer observer,
            Commons commons) {
        this.observer = observer;
        table = new MemberTable(random);
        ProbeOrder order = new ProbeOrder(table, random);
        budget = new ByteBudget(config.dissemination().bytesPerSecond(), timers, outbox);
        sender = new PacketSender(config, table, new RumorQueue(), timers, budget);
        Damping damping =
                new Damping(config.protection().isUnsteadyAvoided(), table, timers, observer);
        membership =
                new Membership(
                        config,
                        commons,
                        table,
                        order,
                        new LocalHealth(config.probe().healthCeiling(), observer),
                        Voice.NONE,
                        damping,
                        timers,
                        observer);
        offers = new HeardOffers(commons, table, membership, Voice.NONE, observer);
        onlooker = new Onlooker(config, table, membership, order, sender, timers, random, observer);
        wanted =
                new WantedOffers(
                        config.sync().intervalNanos(),
                        membership,
                        sender,
                        timers,
                        onlooker::isByDatagrams);
        reader = new PacketReader(WireFormat.clusterTag(config.cluster()));
    }

    @Override
    public void start(NodeId self) {
        budget.start();
        table.lookOnAs(new Belief(self, Status.ALIVE, 1));
        onlooker.start();
    }

    @Override
    public MemberTable table() {
        return table;
    }

    @Override
    public void receive(Lane lane, Address from, ByteBuffer packet) {
        Rejection rejection = reader.read(packet);
        if (rejection == null) {
            rejection = checkAddressing(lane, from);
        }
        if (rejection != null) {
            observer.packetRejected(from, rejection);
            return;
        }
        for (Rumor rumor : reader.rumors()) {
            hear(rumor);
        }
        wanted.fetch(reader.sender());
        if (reader.message() instanceof Message.Roll roll) {
            onlooker.onRoll(reader.sender(), lane, roll, reader.rumors());
        } else if (reader.message() instanceof Message.Busy) {
            onlooker.onBusy(reader.sender());
        }
    }

    /**
     * Whoever was a member at our address is gone, and so we say; it is a fact, and no accusation.
     */
    private @Nullable Rejection checkAddressing(Lane lane, Address from) {
        NodeId self = table.self().id;
        NodeId other = reader.sender();
        if (reader.isByObserver()) {
            return Rejection.OBSERVER;
        }
        if (other.address().equals(self.address())) {
            return Rejection.ECHO;
        }
        long meant = reader.targetGeneration();
        if (meant == WireFormat.ANYBODY || meant == self.generation()) {
            return null;
        }
        if (reader.message() instanceof Message.Ping ping) {
            Message gone = new Message.Gone(ping.sequence(), meant);
            if (lane == Lane.DATAGRAM) {
                sender.datagram(from, other, gone);
            } else {
                sender.stream(other, gone);
            }
        }
        return Rejection.ASTRAY;
    }

    private void hear(Rumor rumor) {
        if (rumor instanceof Rumor.Notice notice) {
            wanted.hear(notice);
        } else if (rumor instanceof Rumor.Offered offered) {
            offers.hear(offered);
        } else if (rumor instanceof Rumor.Life life) {
            membership.hear(life);
            onlooker.heard(life);
        }
    }

    @Override
    public void seeds(List<Address> seeds) {
        onlooker.seeds(seeds);
    }

    @Override
    public void offer(List<Instance> instances) {
        if (!instances.isEmpty()) {
            throw new IllegalStateException("an observer offers nothing");
        }
    }

    /** Nobody has to see what is not offered. */
    @Override
    public void awaitVisible(long wait, double fraction, long timeoutNanos) {
        observer.waitEnded(wait, new Visibility(0, 0));
    }

    @Override
    public void hint(Address address) {
        onlooker.hurry();
    }

    @Override
    public void leave() {
        onlooker.stop();
        observer.farewellSaid();
    }

    @Override
    public boolean isIsolated() {
        return onlooker.isCutOff();
    }

    @Override
    public void share(Census census) {
        throw new UnsupportedOperationException("an observer begins with knowing nobody");
    }
}
