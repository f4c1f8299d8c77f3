package io.gossipdiscovery.sim;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.swim.Census;
import io.gossipdiscovery.swim.Lane;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ObjLongConsumer;

/**
 * One node of the simulation: a place with an address, and whichever life is lived there. Commands
 * come through {@link SimCluster}; here one looks.
 *
 * <p>Every life has a clock of its own, which begins anywhere, as clocks of JVMs do. A paused node
 * gets its packets when it resumes, before its alarms, as far as they fit into its inbox.
 */
public final class SimNode {
    /** Packets that wait for a paused node, about as many as a socket's buffer holds. */
    static final int INBOX_PACKETS = 256;

    /** Generations are drawn from the virtual time in milliseconds, from here on. */
    private static final long FIRST_GENERATION = 1000;

    /** Wake-ups at the same moment before we say that a machine never sleeps. */
    private static final int RESTLESS = 100;

    private static final long NEVER = Long.MAX_VALUE;

    private enum State {
        ABSENT,
        RUNNING,
        PAUSED,
        CRASHED,
        KILLED,
        LEFT
    }

    private final SimWorld world;
    private final int index;
    private final Address address;
    private final GossipConfig config;
    private final SplittableRandom random;
    private final ArrayDeque<Packet> inbox = new ArrayDeque<>();
    private final List<SimLifelines.Line> broken = new ArrayList<>();
    private final SimLoop.Event alarm = this::wake;
    private State state = State.ABSENT;

    @SuppressWarnings("NullAway.Init") // whoever was never started is asked for neither of these
    private Life life;

    @SuppressWarnings("NullAway.Init") // as above
    private Doors doors;

    @SuppressWarnings("NullAway.Init") // as above
    private Machine machine;

    private long clockOffsetNanos;
    private long armedAtNanos = NEVER;
    private long wokenAtNanos = NEVER;
    private int wakeUps;

    SimNode(SimWorld world, int index, GossipConfig config, SplittableRandom random) {
        this.world = world;
        this.index = index;
        this.address = Places.address(index);
        this.config = config;
        this.random = random;
    }

    public int index() {
        return index;
    }

    public Address address() {
        return address;
    }

    public GossipConfig config() {
        return config;
    }

    /** Whether it lives and is not paused. */
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether it lives, paused or not. */
    public boolean isAlive() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    /** Who it is now, or was last. */
    public NodeId id() {
        return machine.self();
    }

    /** What it believes of another node's state; empty where it does not know it. */
    public Optional<Status> status(int other) {
        return Optional.ofNullable(Beliefs.status(world.beliefs().rank(index, other)));
    }

    /** Which version of another node's offer it knows, or 0. */
    public long offerVersion(int other) {
        return world.beliefs().offerVersion(index, other);
    }

    /** All that it believes, itself first. */
    public List<Member> members() {
        return machine.members();
    }

    public long viewHash() {
        return machine.viewHash();
    }

    public boolean isIsolated() {
        return machine.isIsolated();
    }

    public int localHealth() {
        return machine.localHealth();
    }

    /** What its application would see. */
    public Catalog catalog() {
        doors.view().publish();
        return doors.view().catalog();
    }

    /** How a wait of its present life ended; empty as long as it lasts. */
    public Optional<Visibility> visibility(long wait) {
        return doors.waits().result(wait);
    }

    /** What others found at the addresses that it tells, as far as it knows. */
    public List<Finding> findings() {
        return doors.findings();
    }

    /** How many packets it has dropped in this life. */
    public long rejections() {
        return doors.rejections();
    }

    /** What it has sent since its first start. */
    public Traffic traffic() {
        return world.network().sent(index);
    }

    boolean tellsWhy() {
        return machine != null && machine.tellsWhy();
    }

    Life life() {
        return life;
    }

    /** What runs here, to tell one process from the next; null where none ever did. */
    @Nullable Object process() {
        return machine;
    }

    /** The life of that id, which begins now if it is new. */
    Life livesAs(NodeId id) {
        if (!life.id().equals(id)) {
            life.ends(world.nowNanos());
            life = world.lives().begin(index, id);
        }
        return life;
    }

    /** Whether that generation was taken at this place before: two lives must differ. */
    boolean hasLived(long generation) {
        return world.lives().find(index, new NodeId(address, generation)) != null;
    }

    void start(long generation, List<Instance> offer) {
        require(!isAlive(), "start");
        require(generation < 1 || !hasLived(generation), "live the same life again");
        long timeSeeded = FIRST_GENERATION + world.nowNanos() / 1_000_000;
        long lowest = life == null ? 1 : life.id().generation() + 1;
        NodeId id = new NodeId(address, generation > 0 ? generation : Math.max(timeSeeded, lowest));
        state = State.RUNNING;
        armedAtNanos = NEVER;
        clockOffsetNanos = random.nextLong(-1L << 50, 1L << 50);
        life = world.lives().begin(index, id);
        world.beliefs().begin(index);
        world.note(this, "starts", id);
        doors = new Doors(world, this);
        machine = world.setup().machine().make(id, config, random.split(), doors, doors);
        machine.start(clock());
        machine.seeds(clock(), seeds());
        if (!config.isObserver()) {
            machine.offer(clock(), offer);
        }
        settle();
    }

    void crash() {
        require(isAlive(), "crash");
        stop(State.CRASHED, "crashes");
    }

    void kill() {
        require(isAlive(), "be killed");
        stop(State.KILLED, "is killed");
    }

    /** Whether its host is there, and says that nobody listens. */
    boolean refuses() {
        return state == State.KILLED || state == State.LEFT;
    }

    void pause() {
        require(isRunning(), "pause");
        state = State.PAUSED;
        world.note(this, "pauses", "");
    }

    void resume() {
        require(state == State.PAUSED, "resume");
        state = State.RUNNING;
        world.note(this, "resumes", inbox.size());
        List<Packet> waiting = new ArrayList<>(inbox);
        inbox.clear();
        armedAtNanos = NEVER; // the alarm may have rung while nobody heard it
        waiting.forEach(this::hand);
        broken.forEach(this::tell);
        broken.clear();
        machine.advance(clock());
        settle();
    }

    void leave() {
        require(isRunning(), "leave");
        life.leaves();
        world.note(this, "leaves", "");
        machine.leave(clock());
        settle();
    }

    void offer(List<Instance> instances) {
        require(isRunning(), "offer");
        world.note(this, "offers", instances.size());
        machine.offer(clock(), instances);
        settle();
    }

    void hint(Address about) {
        require(isRunning(), "take a hint");
        machine.hint(clock(), about);
        settle();
    }

    long awaitVisible(double fraction, long timeoutNanos) {
        require(isRunning(), "wait");
        long number = doors.waits().begin();
        machine.awaitVisible(clock(), number, fraction, timeoutNanos);
        settle();
        return number;
    }

    /** A packet is here; returns whether anybody takes it. */
    boolean arrive(Packet packet) {
        if (state == State.PAUSED && inbox.size() < INBOX_PACKETS) {
            inbox.add(packet);
            return true;
        }
        if (state != State.RUNNING) {
            return false;
        }
        hand(packet);
        settle();
        return true;
    }

    /** Begins as a member of a cluster that was formed before. */
    void share(Census census, List<Member> members) {
        world.note(this, "knows", members.size());
        machine.share(clock(), census);
        doors.shared(members);
        settle();
    }

    /** Is told something at once and past the network, as if a stream had brought it. */
    void tell(int from, ByteBuffer packet) {
        machine.receive(clock(), Lane.STREAM, Places.address(from), packet.duplicate());
        settle();
    }

    /** A kernel has a word for this life: how something went that it had asked for. */
    void hears(Life meant, ObjLongConsumer<Machine> word) {
        if (state == State.RUNNING && life == meant) {
            word.accept(machine, clock());
            settle();
        }
    }

    /** The machine at the other end has ended a lifeline, or never took it. */
    void lifelineBroken(SimLifelines.Line line) {
        if (state == State.PAUSED && machine == line.begin()) {
            broken.add(line);
        } else if (state == State.RUNNING && machine == line.begin()) {
            tell(line);
            settle();
        }
    }

    private void tell(SimLifelines.Line line) {
        if (world.lifelines().settle(line)) {
            world.trace().note(index, "broken", line.to().index());
            machine.lifelineBroken(clock(), line.to().address());
        }
    }

    private void hand(Packet packet) {
        world.trace().packet("recv", index, packet.from(), packet.lane(), packet.bytes());
        Address from = world.network().source(packet.from());
        machine.receive(clock(), packet.lane(), from, packet.bytes());
        world.network().release(packet);
    }

    private void wake() {
        if (state != State.RUNNING || armedAtNanos != world.nowNanos()) {
            return; // set for an earlier wish, or for another life
        }
        armedAtNanos = NEVER;
        if (machine.nextDeadlineNanos() <= clock()) {
            checkRest();
            world.trace().note(index, "wakes", "");
            machine.advance(clock());
        }
        settle();
    }

    private void checkRest() {
        wakeUps = wokenAtNanos == world.nowNanos() ? wakeUps + 1 : 0;
        wokenAtNanos = world.nowNanos();
        require(wakeUps < RESTLESS, "sleep: it wants to be woken again and again");
    }

    /** After every input: go if all is said, else see to the next wake-up. */
    private void settle() {
        if (doors.isFarewellSaid()) {
            stop(State.LEFT, "gone");
            return;
        }
        long deadline = machine.nextDeadlineNanos();
        if (deadline == NEVER) {
            return;
        }
        long at = Math.max(deadline - clockOffsetNanos, world.nowNanos());
        if (at < armedAtNanos) {
            armedAtNanos = at;
            world.loop().at(at, alarm);
        }
    }

    private void stop(State how, String word) {
        state = how;
        armedAtNanos = NEVER;
        life.ends(world.nowNanos());
        inbox.forEach(world.network()::release);
        inbox.clear();
        broken.clear();
        world.lifelines().ended(this);
        world.note(this, word, "");
    }

    private List<Address> seeds() {
        return Arrays.stream(world.setup().seedsOf(index)).mapToObj(Places::address).toList();
    }

    private long clock() {
        return world.nowNanos() + clockOffsetNanos;
    }

    private void require(boolean possible, String what) {
        if (!possible) {
            throw world.failure("node " + index + " is " + state + " and cannot " + what, null);
        }
    }
}
