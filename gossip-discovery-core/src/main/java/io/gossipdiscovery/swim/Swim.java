package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The machine: one node's part in the protocol, pure. Bytes go in with the present time, bytes come
 * out through an {@link Outbox}, facts through an {@link Observer}, and one number says when it
 * wants to be woken. The same arguments and calls give the same bytes in the same order.
 *
 * <p>Not thread-safe: one thread drives it. Times are nanoseconds of one monotonic clock, whatever
 * its origin. Packets go before alarms: {@link #receive} fires none, so that a driver that hands in
 * all waiting packets before {@link #advance} never accuses others of its own sleep.
 */
public final class Swim {
    /** Alarms that are later than this say that we were away. */
    static final long AWAY_NANOS = 250_000_000L;

    private final NodeId initialId;
    private final Timers timers = new Timers();
    private final Role role;

    /**
     * A node that does nothing before {@link #start}.
     *
     * @param self who it is; the generation must be higher than that of any former life
     * @param random the one source of chance
     */
    public Swim(
            NodeId self,
            GossipConfig config,
            RandomGenerator random,
            Outbox outbox,
            Observer observer) {
        this(self, config, random, outbox, observer, Commons.none());
    }

    /** As above, and shares with other machines on the thread. */
    public Swim(
            NodeId self,
            GossipConfig config,
            RandomGenerator random,
            Outbox outbox,
            Observer observer,
            Commons commons) {
        this.initialId = self;
        this.role =
                config.isObserver()
                        ? new ObserverRole(config, timers, random, outbox, observer, commons)
                        : new MemberRole(
                                config,
                                new Parts(config, timers, random, outbox, observer, commons));
    }

    /** Begins to live. Exactly once, before anything else. */
    public void start(long nowNanos) {
        timers.begin(nowNanos);
        role.start(initialId);
    }

    /**
     * Knows these from now on, without a word to the observer; for who knows nobody else.
     *
     * @throws IllegalStateException where others are known already
     */
    public void share(long nowNanos, Census census) {
        tell(nowNanos);
        role.share(census);
    }

    /**
     * A packet came in. Fires no alarms.
     *
     * @param from the datagram's source, or the stream's other end
     * @param packet read from its position to its limit; not kept
     */
    public void receive(long nowNanos, Lane lane, Address from, ByteBuffer packet) {
        tell(nowNanos);
        role.receive(lane, from, packet);
    }

    /**
     * A stream was connected and its packet written. That says nothing about the process at the
     * other end, which may be paused, but much about its machine. Fires no alarms.
     */
    public void streamDelivered(long nowNanos, Address to) {
        tell(nowNanos);
        role.streamDelivered(to);
    }

    /**
     * A stream's connection was refused: nobody listens at that address, although its machine
     * answers. Not for time-outs or unreachable networks, which say less. Fires no alarms.
     */
    public void streamRefused(long nowNanos, Address to) {
        tell(nowNanos);
        role.streamRefused(to);
    }

    /**
     * A lifeline has ended, or could not be had. That makes us ask, and convicts nobody. Fires no
     * alarms.
     */
    public void lifelineBroken(long nowNanos, Address to) {
        tell(nowNanos);
        role.lifelineBroken(to);
    }

    /**
     * A dial that the {@link Outbox} was asked for has ended. Fires no alarms.
     *
     * @param number the dial's
     */
    public void dialed(long nowNanos, long number, Dial outcome) {
        tell(nowNanos);
        role.dialed(number, outcome);
    }

    /** Does what is due. Too early is harmless. */
    public void advance(long nowNanos) {
        tell(nowNanos);
        role.drained();
        timers.fireDue();
    }

    /** When {@link #advance} wants to be called next, or {@code Long.MAX_VALUE}. */
    public long nextDeadlineNanos() {
        return timers.nextDeadlineNanos();
    }

    /** Replaces the seeds, at which the cluster is looked for; the own address may be one. */
    public void seeds(long nowNanos, List<Address> seeds) {
        tell(nowNanos);
        role.seeds(seeds);
    }

    /**
     * Replaces what this node offers. Changes that come too fast for others are coalesced: the
     * latest is always told, the first few and those by which callers must stop calling at once.
     *
     * @throws IllegalArgumentException where it is beyond the limits; nothing has changed then
     * @throws IllegalStateException where it is an observer
     */
    public void offer(long nowNanos, List<Instance> instances) {
        tell(nowNanos);
        role.offer(instances);
    }

    /**
     * Waits until that part of the other live members is known to hold what we offer as of now, and
     * asks them meanwhile; {@link Observer#waitEnded} tells when that is so, or what was reached
     * when the time was over. Whoever is alone, or an observer, has not to wait.
     *
     * @param wait a number of the caller's, to tell waits apart
     * @param fraction 0 (nobody) to 1 (all)
     */
    public void awaitVisible(long nowNanos, long wait, double fraction, long timeoutNanos) {
        tell(nowNanos);
        role.awaitVisible(wait, fraction, timeoutNanos);
    }

    /** A reason to doubt the node at an address: it is probed now. A hint convicts nobody. */
    public void hint(long nowNanos, Address address) {
        tell(nowNanos);
        role.hint(address);
    }

    /**
     * Says farewell; {@link Observer#farewellSaid} follows. Others are only answered from now. An
     * observer goes without a word.
     */
    public void leave(long nowNanos) {
        tell(nowNanos);
        role.leave();
    }

    /** Who this node is now. */
    public NodeId self() {
        Belief self = role.table().self();
        return self == null ? initialId : self.id;
    }

    /**
     * All beliefs as an unmodifiable list of its own; the dead, too, as long as they are
     * remembered. A member is the first of them itself; an observer is not among them.
     */
    public List<Member> members() {
        return role.table().all().stream().<Member>map(Known::picture).toList();
    }

    /** Hash of the live view: equal at nodes that agree. */
    public long viewHash() {
        return role.table().viewHash();
    }

    /** How healthy we believe ourselves to be: 0 is healthy (Lifeguard IV-A). */
    public int localHealth() {
        return role.localHealth();
    }

    /** Whether we believe that it is us who are cut off, and declare nobody dead meanwhile. */
    public boolean isIsolated() {
        return role.isIsolated();
    }

    private void tell(long nowNanos) {
        long awayNanos = timers.tell(nowNanos, AWAY_NANOS);
        if (awayNanos > 0) {
            role.away(awayNanos);
        }
    }
}
