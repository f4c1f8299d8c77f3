package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SyncConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Looks for the rest of the cluster, for ever. A lonely node asks its seeds for all they know; a
 * node that has company still knocks, now and then, at addresses where a part of the cluster may be
 * that it does not hold for alive: seeds, and members that died. This merges islands and heals
 * partitions.
 */
final class Joiner {
    /** Most seeds that are asked in one round. */
    static final int SEEDS_PER_ROUND = 16;

    /** So many members let the pause between two knocks grow by one interval. */
    private static final int MEMBERS_PER_INTERVAL = 32;

    /** A lonely node asks over streams in one of so many rounds, as datagrams may be blocked. */
    private static final int ROUNDS_BY_STREAM = 3;

    /** So many rounds after the start all seeds are knocked at, as many nodes may be starting. */
    private static final int EAGER_ROUNDS = 10;

    private final SyncConfig config;
    private final MemberTable table;
    private final Synchronizer synchronizer;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private List<Address> seeds = List.of();
    private Timers.@Nullable Alarm round;
    private int rounds;
    private boolean isStopped;

    Joiner(
            SyncConfig config,
            MemberTable table,
            Synchronizer synchronizer,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.config = config;
        this.table = table;
        this.synchronizer = synchronizer;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
    }

    void start() {
        roundIn(0);
    }

    void stop() {
        isStopped = true;
        timers.cancel(round);
    }

    /** Replaces the seeds; new ones are asked at once. */
    void seeds(List<Address> addresses) {
        List<Address> others = new ArrayList<>();
        for (Address address : addresses) {
            if (!address.equals(table.self().id.address()) && !others.contains(address)) {
                others.add(address);
            }
        }
        if (!isStopped && !others.equals(seeds)) {
            seeds = others;
            timers.cancel(round);
            roundIn(0);
        }
    }

    /** The seeds, but for our own address. */
    List<Address> seeds() {
        return seeds;
    }

    private void roundIn(long delayNanos) {
        round = timers.in(delayNanos, "join", this::round);
    }

    private void round() {
        rounds++;
        boolean isLonely = table.liveCount() == 0;
        int stretch = 1 + table.clusterSize() / MEMBERS_PER_INTERVAL;
        // First of all the next round: should sending fail, we must still go on.
        roundIn(
                jittered(
                        isLonely
                                ? config.joinIntervalNanos()
                                : config.rejoinIntervalNanos() * stretch));
        if (isLonely) {
            boolean isByStream = rounds % ROUNDS_BY_STREAM == 0;
            pick(seeds, SEEDS_PER_ROUND).forEach(isByStream ? synchronizer::ask : this::knock);
        } else {
            boolean isEager = rounds <= EAGER_ROUNDS;
            pick(doors(isEager), isEager ? SEEDS_PER_ROUND : 1).forEach(this::knock);
        }
    }

    /** Where to knock: at seeds and at the dead in turn, so that many dead do not hide a seed. */
    private List<Address> doors(boolean seedsOnly) {
        List<Address> strange = new ArrayList<>(seeds);
        strange.removeIf(this::isLive);
        if (seedsOnly || rounds % 2 == 0 && !strange.isEmpty()) {
            return strange;
        }
        List<Address> dead =
                table.all().stream()
                        .filter(belief -> belief.status() == Status.DEAD)
                        .map(belief -> belief.id().address())
                        .toList();
        if (!dead.isEmpty()) {
            return dead;
        }
        return table.former().isEmpty() ? strange : List.copyOf(table.former());
    }

    private void knock(Address address) {
        sender.datagramToAnybody(address, new Message.Ping(random.nextLong(), table.viewHash()));
    }

    private boolean isLive(Address address) {
        Belief belief = table.get(address);
        return belief != null && belief.isLive();
    }

    private List<Address> pick(List<Address> from, int count) {
        List<Address> rest = new ArrayList<>(from);
        List<Address> picked = new ArrayList<>();
        while (picked.size() < count && !rest.isEmpty()) {
            picked.add(rest.remove(random.nextInt(rest.size())));
        }
        return picked;
    }

    /** Three quarters to five quarters of it, so that nodes started together knock apart. */
    private long jittered(long nanos) {
        return nanos * 3 / 4 + random.nextLong(nanos / 2);
    }
}
