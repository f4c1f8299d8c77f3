package io.gossipdiscovery.orders;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Three real machines and the letters between them. Nothing happens by itself: somebody chooses
 * which letter arrives next, which one is lost, and when time passes, by fixed steps.
 */
final class Trio {
    static final int SIZE = 3;
    static final long STEP_NANOS = 25_000_000L;

    private static final long BEGIN_NANOS = 1_000_000_000L;
    private static final long FORMED_NANOS = 1_500_000_000L;

    private final GossipConfig config = config();
    private final Seat[] seats = new Seat[SIZE];
    private final List<Letter> underway = new ArrayList<>();
    private long now = BEGIN_NANOS;
    private int lost;
    private int choices;

    /** Without lifelines and checks of addresses: their orders are not explored. */
    private static GossipConfig config() {
        GossipConfig lan = GossipConfig.lan().build();
        return GossipConfig.lan()
                .probe(lan.probe().withLifelines(0))
                .bind(lan.bind().withVerified(false))
                .build();
    }

    Trio() {
        for (int i = 0; i < SIZE; i++) {
            seats[i] = new Seat(this, i);
        }
    }

    long now() {
        return now;
    }

    Seat seat(int index) {
        return seats[index];
    }

    Seat seat(Address address) {
        int index = (int) address.low() - (int) Seat.address(0).low();
        return seats[index];
    }

    int lost() {
        return lost;
    }

    /** How many choices were made so far; a letter knows after which it was sent. */
    int choices() {
        return choices;
    }

    void countChoice() {
        choices++;
    }

    /** The letters that can be told apart, in the order in which they were sent. */
    List<Letter> letters() {
        List<Letter> distinct = new ArrayList<>();
        for (Letter letter : underway) {
            if (distinct.stream().noneMatch(other -> other.digest == letter.digest)) {
                distinct.add(letter);
            }
        }
        return distinct;
    }

    void begin(int seat, long generation) {
        String service = "service-" + seat;
        seats[seat].begin(config, generation, List.of(instance(service)));
    }

    static Instance instance(String service) {
        return Instance.of(service, service + "-1", "10.0.0.9", 80);
    }

    /** Some seats are taken, agree and have nothing more to say. */
    void form(int count) {
        for (int i = 0; i < count; i++) {
            begin(i, 10);
        }
        runPromptly(FORMED_NANOS);
    }

    /** What a node says in a letter of its own. */
    void say(int from, int to, Rumor... rumors) {
        PacketWriter packet =
                new PacketWriter(WireFormat.clusterTag(config.cluster()), WireFormat.STREAM_BYTES);
        NodeId speaker = seats[from].machine().self();
        packet.begin(speaker, seats[to].machine().self().generation(), new Message.Gossip());
        for (Rumor rumor : rumors) {
            packet.add(RumorCodec.encode(rumor));
        }
        post(from, Seat.address(to), Lane.DATAGRAM, packet.finish());
    }

    void post(int from, Address to, Lane lane, ByteBuffer packet) {
        int target = (int) to.low() - (int) Seat.address(0).low();
        underway.add(new Letter(from, target, lane, packet, choices));
    }

    void deliver(Letter letter) {
        underway.remove(letter);
        boolean isTaken = seats[letter.to].isTaken();
        seats[letter.to].read(letter);
        if (isTaken && letter.lane == Lane.STREAM) {
            seats[letter.from].toldDelivered(letter.to);
        }
    }

    void lose(Letter letter) {
        underway.remove(letter);
        lost++;
    }

    void loseAll() {
        underway.clear();
    }

    /** Time passes, and alarms ring. */
    void step() {
        run(now + STEP_NANOS, false);
    }

    /** Time passes without any letter. */
    void pass(long millis) {
        run(now + millis * 1_000_000, false);
    }

    /** Time passes on a perfect network. */
    void runPromptly(long nanos) {
        run(now + nanos, true);
    }

    private void run(long until, boolean isPrompt) {
        while (true) {
            while (isPrompt && !underway.isEmpty()) {
                deliver(underway.get(0));
            }
            Seat next = null;
            for (Seat seat : seats) {
                boolean isDue = seat.isTaken() && deadline(seat) <= until;
                if (isDue && (next == null || deadline(seat) < deadline(next))) {
                    next = seat;
                }
            }
            if (next == null) {
                now = until;
                return;
            }
            now = Math.max(now, deadline(next));
            next.wake();
        }
    }

    private static long deadline(Seat seat) {
        return seat.machine().nextDeadlineNanos();
    }

    /** Stands for the whole state: equal where the same can follow. */
    long digest() {
        long letters = 0;
        for (Letter letter : underway) {
            letters += letter.digest;
        }
        long hash = WireFormat.mix(letters ^ now) ^ lost;
        for (Seat seat : seats) {
            hash = WireFormat.mix(hash ^ seat.digest()) + 1;
        }
        return hash;
    }

    /** Whether everybody who is there knows the truth about everybody. */
    boolean hasConverged() {
        long hash = 0;
        for (int i = 0; i < SIZE; i++) {
            if (!seats[i].isThere()) {
                continue;
            }
            long other = seats[i].machine().viewHash();
            if (hash != 0 && hash != other) {
                return false;
            }
            hash = other;
            for (int j = 0; j < SIZE; j++) {
                Member belief = seats[i].belief(j);
                boolean isRight =
                        seats[j].isThere()
                                ? isTrue(seats[j].self(), belief)
                                : belief == null || !belief.status().isLive();
                if (!isRight) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isTrue(Member self, Member belief) {
        return belief != null
                && rank(self, belief) == 0
                && self.id().equals(belief.id())
                && self.offer().equals(belief.offer());
    }

    /** Negative where the second belief ranks higher. */
    static int rank(Member one, Member other) {
        return Rumor.rank(
                one.id().generation(),
                one.incarnation(),
                one.status(),
                other.id().generation(),
                other.incarnation(),
                other.status());
    }

    void require(boolean truth, int seat, String text, Member member) {
        if (!truth) {
            throw new AssertionError("node " + seat + " " + text + " " + member);
        }
    }

    String beliefs() {
        StringBuilder text = new StringBuilder();
        for (Seat seat : seats) {
            text.append(seat.isTaken() ? seat.machine().members() : "nobody").append("\n");
        }
        return text.toString();
    }

    /** An accusation that nobody would make who hears well. */
    static Rumor suspicion(int about, int accuser) {
        return new Rumor.Suspect(node(about), 1, node(accuser));
    }

    static Rumor verdict(int about, int accuser) {
        return new Rumor.Dead(node(about), 1, node(accuser), 0);
    }

    static NodeId node(int seat) {
        return new NodeId(Seat.address(seat), 10);
    }
}
