package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How an observer keeps up: it asks one member, about once in a protocol period, what it believes
 * where their views differ, and goes on asking as long as the answers bring something. It stays
 * with that member for a while, so that what it sees is one member's view and not a mixture;
 * whoever does not answer is left for another one at once.
 *
 * <p>Where one after the other is silent it asks the seeds as well, and says that it is cut off; it
 * keeps what it knew last and holds nobody for dead on its own. Where all are dead it forgets them:
 * it begins anew, as others may hold them for alive.
 */
final class Onlooker {
    /** So many periods it stays with one member. */
    static final int TENURE = 8;

    /** After so many questions without an answer the seeds are asked as well. */
    static final int DOUBTS = 3;

    /** After so many it believes itself cut off. */
    static final int CUT_OFF = 5;

    /** Most questions in a row, each as the answer to the former brought something. */
    private static final int MOST_IN_A_ROW = 64;

    /** So many sync intervals a belief that a member does not share is kept. */
    private static final int GRACE_INTERVALS = Quarantine.GRACE_INTERVALS;

    /** The answer to a datagram may be a stream, which takes a connection first. */
    private static final int STREAM_ROUND_TRIPS = 2;

    private final GossipConfig config;
    private final MemberTable table;
    private final Membership membership;
    private final ProbeOrder order;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private final Disputed disputed;
    private List<Address> seeds = List.of();
    private @Nullable NodeId partner;
    private @Nullable Question question;
    private Timers.@Nullable Alarm look;
    private Timers.@Nullable Alarm next;
    private long askedNanos;
    private long silentNanos; // when the first question was asked that had no answer
    private boolean isWaiting;
    private int tenure;
    private int silences;
    private int attempts;
    private int inARow;
    private boolean isCutOff;
    private boolean isStopped;

    Onlooker(
            GossipConfig config,
            MemberTable table,
            Membership membership,
            ProbeOrder order,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.membership = membership;
        this.order = order;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
        this.disputed =
                new Disputed(
                        GRACE_INTERVALS * config.sync().intervalNanos(), table, membership, timers);
    }

    void start() {
        lookIn(0);
    }

    void stop() {
        isStopped = true;
        timers.cancel(look);
        timers.cancel(next);
        question = null;
    }

    /** Replaces the seeds; new ones are asked at once where nobody else is known. */
    void seeds(List<Address> addresses) {
        List<Address> others = new ArrayList<>();
        for (Address address : addresses) {
            if (!address.equals(table.self().id.address()) && !others.contains(address)) {
                others.add(address);
            }
        }
        if (!others.equals(seeds)) {
            seeds = others;
            if (isAlone() && look != null && look.isSet()) {
                timers.cancel(look);
                lookIn(0);
            }
        }
    }

    /** There is a reason to look now, unless we just did. */
    void hurry() {
        boolean isSoon = timers.now() - askedNanos < config.probe().timeoutNanos();
        if (!isStopped && !isWaiting && !isAlone() && !isSoon) {
            ask();
        }
    }

    /** Whether nobody answers. */
    boolean isCutOff() {
        return isCutOff;
    }

    /** Whether streams do not seem to pass. */
    boolean isByDatagrams() {
        return question != null && question.way() == Exchange.Way.DATAGRAMS;
    }

    /** A member spoke of a life, and we have heard it. */
    void heard(Rumor.Life told) {
        disputed.hear(told);
    }

    /** An answer, after its rumors were heard. */
    void onRoll(NodeId speaker, Lane lane, Message.Roll roll, List<Rumor> told) {
        Question asked = question;
        if (asked == null || roll.salt() != asked.salt() || roll.bucketBits() != asked.bits()) {
            return; // of a question before the last
        }
        answeredBy(speaker);
        compare(roll, told);
        if (lane == Lane.DATAGRAM || roll.buckets().isEmpty()) { // else doubts are left out
            disputed.compareDoubts(told);
        }
        boolean isNews = table.viewHash() != asked.viewHash();
        if (isNews && !roll.buckets().isEmpty() && inARow++ < MOST_IN_A_ROW) {
            // What comes by streams comes in several of them.
            long pause =
                    lane == Lane.STREAM
                            ? config.probe().timeoutNanos()
                            : config.dissemination().eagerDelayNanos();
            next = timers.in(pause, "look on", this::ask);
        }
    }

    /** Whom we asked has enough to do, and perhaps named others. */
    void onBusy(NodeId speaker) {
        if (question != null) {
            answeredBy(speaker);
            partner = null;
        }
    }

    private void answeredBy(NodeId speaker) {
        timers.cancel(next);
        isWaiting = false;
        if (silences > 0) {
            disputed.stoodStill(timers.now() - silentNanos);
        }
        silences = 0;
        setCutOff(false);
        if (partner == null || table.liveAs(partner) == null) {
            partner = speaker;
            tenure = TENURE;
        }
    }

    /** What is told of some buckets is all that the speaker knows of who belongs to them. */
    private void compare(Message.Roll roll, List<Rumor> told) {
        Map<Address, Rumor.Life> lives = new HashMap<>(); // looked up, never iterated
        for (Rumor rumor : told) {
            if (rumor instanceof Rumor.Life life) {
                lives.put(life.about().address(), life);
            }
        }
        for (Belief belief : beliefs()) {
            Address address = belief.id.address();
            if (roll.buckets().get(ViewDigest.bucket(address, roll.bucketBits()))) {
                disputed.compare(belief, lives.get(address));
            }
        }
    }

    private void lookIn(long delayNanos) {
        look = timers.in(delayNanos, "look", this::look);
    }

    private void look() {
        // First of all the next one: should sending fail, we must still go on.
        long pause = isAlone() ? config.sync().joinIntervalNanos() : config.probe().intervalNanos();
        lookIn(pause * 3 / 4 + random.nextLong(pause / 2));
        if (silences == 0) { // else nobody could say otherwise
            disputed.giveWay();
        }
        inARow = 0;
        if (isAlone()) {
            beginAnew();
        } else if (isWaiting) {
            return; // its time-out goes on with another one
        } else if (--tenure <= 0) {
            partner = null;
            attempts = 0;
        }
        ask();
    }

    private void beginAnew() {
        beliefs().forEach(membership::forget);
        partner = null;
        attempts += isWaiting ? 1 : 0; // no answer so far: by another way
    }

    private void ask() {
        timers.cancel(next);
        Belief member = partner();
        Exchange.Way way = Exchange.Way.ofAttempt(attempts);
        // The finest digest: an answer by datagram is no longer than the question.
        int bits = ViewDigest.bitsFor(MemberTable.CAPACITY, sender.listRoom());
        question = new Question(random.nextLong(), bits, way, table.viewHash());
        askedNanos = timers.now();
        isWaiting = true;
        next = timers.in(patienceNanos(way), "silence", this::unanswered);
        Message.Digest digest =
                new Message.Digest(
                        question.salt(),
                        ViewDigest.offersKnown(table),
                        way == Exchange.Way.DATAGRAMS,
                        ViewDigest.of(table, bits, question.salt()));
        Lane lane = way == Exchange.Way.STREAM ? Lane.STREAM : Lane.DATAGRAM;
        if (member != null) {
            sender.digest(lane, member.id.address(), member.id.generation(), digest, false);
        }
        if (member == null || silences >= DOUBTS) {
            for (Address seed : someSeeds()) {
                sender.digest(lane, seed, WireFormat.ANYBODY, digest, false);
            }
        }
    }

    private void unanswered() {
        isWaiting = false;
        if (silences++ == 0) {
            silentNanos = askedNanos;
        }
        attempts++;
        partner = null;
        if (isAlone()) {
            return;
        }
        if (silences < CUT_OFF) {
            ask();
        } else {
            setCutOff(true);
        }
    }

    private long patienceNanos(Exchange.Way way) {
        int trips = way == Exchange.Way.DATAGRAMS ? 1 : STREAM_ROUND_TRIPS;
        return trips * config.probe().timeoutNanos();
    }

    /** Whom to ask: the same one again, or else the next in turn. Null where nobody is alive. */
    private @Nullable Belief partner() {
        Belief member = partner == null ? null : table.liveAs(partner);
        if (member == null) {
            member = order.next();
            partner = member == null ? null : member.id;
            tenure = TENURE;
        }
        return member;
    }

    private List<Address> someSeeds() {
        List<Address> rest = new ArrayList<>(seeds);
        while (rest.size() > Joiner.SEEDS_PER_ROUND) {
            rest.remove(random.nextInt(rest.size()));
        }
        return rest;
    }

    /** All that we believe, as a list of its own; an observer shares nothing with others. */
    private List<Belief> beliefs() {
        List<Belief> beliefs = new ArrayList<>();
        for (Known known : table.all()) {
            if (known instanceof Belief belief) {
                beliefs.add(belief);
            }
        }
        return beliefs;
    }

    private boolean isAlone() {
        return table.liveCount() == 0;
    }

    private void setCutOff(boolean cutOff) {
        if (isCutOff != cutOff) {
            isCutOff = cutOff;
            observer.isolationChanged(cutOff);
        }
    }

    /** What we asked last; whoever answers with its salt has read it. */
    private record Question(long salt, int bits, Exchange.Way way, long viewHash) {}
}
