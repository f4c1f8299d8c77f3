package io.gossipdiscovery.orders;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;
import io.gossipdiscovery.swim.Swim;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One of the three addresses, the life that is lived there, and what it believes. Every belief is
 * held against the truth at the moment at which it comes to be held.
 */
final class Seat implements Outbox, Observer {
    private final Trio trio;
    private final int index;
    private final Map<Address, Member> beliefs = new HashMap<>();
    private Swim machine;
    private boolean isLeaving;
    private boolean isFarewellSaid;
    private long history;

    /** What this seat said of itself: the highest incarnation of each generation. */
    private final Map<Long, Long> incarnations = new HashMap<>();

    /** The generations that said farewell. */
    private final Map<Long, Boolean> departed = new HashMap<>();

    Seat(Trio trio, int index) {
        this.trio = trio;
        this.index = index;
    }

    static Address address(int index) {
        return Address.v4(0x0a000001 + index, 7946);
    }

    boolean isTaken() {
        return machine != null;
    }

    Swim machine() {
        return machine;
    }

    /** Whether others have to hold it for alive. */
    boolean isThere() {
        return machine != null && !isLeaving;
    }

    Member self() {
        return machine.members().get(0);
    }

    Member belief(int other) {
        return beliefs.get(address(other));
    }

    /** A new life begins, which looks for the cluster at the first seat. */
    void begin(GossipConfig config, long generation, List<Instance> offer) {
        beliefs.clear();
        isLeaving = false;
        isFarewellSaid = false;
        remember(generation);
        NodeId id = new NodeId(address(index), generation);
        machine = new Swim(id, config, new SplittableRandom(31 * generation + index), this, this);
        machine.start(trio.now());
        machine.seeds(trio.now(), List.of(address(0)));
        machine.offer(trio.now(), offer);
    }

    void leave() {
        remember(-1);
        isLeaving = true;
        departed.put(machine.self().generation(), true);
        machine.leave(trio.now());
        goIfAllIsSaid();
    }

    void offer(List<Instance> instances) {
        remember(-2);
        machine.offer(trio.now(), instances);
    }

    void hint(int about) {
        remember(-3 - about);
        machine.hint(trio.now(), address(about));
    }

    /** Ends without a word. */
    void end() {
        remember(-9);
        machine = null;
    }

    void read(Letter letter) {
        if (machine != null) {
            remember(letter.digest ^ trio.now());
            machine.receive(trio.now(), letter.lane, address(letter.from), letter.packet());
            goIfAllIsSaid();
        }
    }

    void toldDelivered(int to) {
        if (machine != null) {
            remember(-20 - to ^ trio.now());
            machine.streamDelivered(trio.now(), address(to));
        }
    }

    void wake() {
        machine.advance(trio.now());
        goIfAllIsSaid();
    }

    /** Stands for the state of the machine, which is a function of what it was told, and when. */
    long digest() {
        return machine == null ? 0 : history;
    }

    private void remember(long input) {
        history = WireFormat.mix(history ^ input) + 1;
    }

    private void goIfAllIsSaid() {
        if (isFarewellSaid) {
            machine = null;
        }
    }

    /** Whether somebody lived that generation here, and took that incarnation. */
    boolean hasLived(long generation, long incarnation) {
        return incarnation <= incarnations.getOrDefault(generation, -1L);
    }

    boolean hasDeparted(long generation) {
        return departed.containsKey(generation);
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        trio.post(index, to, Lane.DATAGRAM, packet);
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        trio.post(index, to, Lane.STREAM, packet);
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        throw new AssertionError("lifelines are switched off: their orders are not explored");
    }

    @Override
    public void closeLifeline(Address to) {}

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        throw new AssertionError("checks of addresses are switched off: they take no part");
    }

    @Override
    public void memberChanged(Member before, Member after) {
        if (after == null) {
            beliefs.remove(before.id().address());
            return;
        }
        long generation = after.id().generation();
        if (after.id().address().equals(address(index))) {
            incarnations.merge(generation, after.incarnation(), Math::max);
            trio.require(after.status() == Status.ALIVE || isLeaving, index, "is not ALIVE", after);
        }
        Member held = beliefs.put(after.id().address(), after);
        trio.require(held == null || Trio.rank(held, after) <= 0, index, "falls back to", after);
        boolean isSameLife = held != null && held.id().equals(after.id());
        trio.require(
                !isSameLife || version(held) <= version(after), index, "unlearns an offer", after);
        Seat subject = trio.seat(after.id().address());
        trio.require(
                subject.hasLived(generation, after.incarnation()),
                index,
                "believes in what was never lived",
                after);
        trio.require(
                after.status() != Status.LEFT || subject.hasDeparted(generation),
                index,
                "lets go who stays",
                after);
    }

    private static long version(Member member) {
        return member.offer().map(Offer::version).orElse(0L);
    }

    @Override
    public void selfChanged(NodeId before, NodeId after) {
        incarnations.merge(after.generation(), 1L, Math::max);
    }

    @Override
    public void farewellSaid() {
        isFarewellSaid = true;
    }
}
