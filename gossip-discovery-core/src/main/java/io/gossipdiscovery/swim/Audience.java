package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Who has seen what we offer, by their own word: every ping and ack tells which version of the
 * receiver's offer its sender holds. Silent and empty as long as nobody waits for it. While
 * somebody does, members that are not known to have seen the offer are asked, a few at a time, and
 * told it again with the question.
 */
final class Audience {
    /** Waits at a time; one more ends at once, with what is known. */
    static final int CAPACITY = 1024;

    /** Time between two rounds of questions. */
    static final long ROUND_NANOS = 20_000_000L;

    /** Of that part of the members as many are asked in one round, within the two bounds. */
    private static final int PART_PER_ROUND = 8;

    private static final int LEAST_PER_ROUND = 16;
    private static final int MOST_PER_ROUND = 64;

    /** So many questions may be lost; whoever is silent after them is asked less and less often. */
    private static final int PROMPT_QUESTIONS = 8;

    /** The pause between two questions to a silent member doubles up to 2^this. */
    private static final int MAX_BACKOFF = 3;

    private final ProbeConfig config;
    private final MemberTable table;
    private final OwnLife own;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private final Observer observer;
    private final List<Wait> waits = new ArrayList<>();
    private final Map<Address, Holder> holders = new LinkedHashMap<>();
    private Timers.@Nullable Alarm round;
    private int missing;
    private boolean isStopped;

    Audience(
            ProbeConfig config,
            MemberTable table,
            OwnLife own,
            PacketSender sender,
            Timers timers,
            RandomGenerator random,
            Observer observer) {
        this.config = config;
        this.table = table;
        this.own = own;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
        this.observer = observer;
    }

    /** Begins a wait for a part of the members to see what we offer as of now. */
    void await(long number, double fraction, long timeoutNanos) {
        Wait wait = new Wait(number, fraction, own.versionToCome());
        boolean isOver =
                isStopped
                        || waits.size() >= CAPACITY
                        || timeoutNanos <= 0
                        || reached(wait).reaches(fraction);
        if (isOver) {
            observer.waitEnded(number, reached(wait));
            return;
        }
        waits.add(wait);
        missing = 0;
        wait.end = timers.in(timeoutNanos, "visible", () -> end(wait));
        if (round == null || !round.isSet()) {
            roundIn(0);
        }
    }

    /** Ends all waits with what was reached: whoever leaves has no more to show. */
    void stop() {
        isStopped = true;
        List.copyOf(waits).forEach(this::end);
    }

    /** Our offer was written anew, as somebody had altered it: what was seen may be that. */
    void beginAnew() {
        holders.clear();
        waits.forEach(wait -> wait.version = own.versionToCome());
    }

    /** A node told which version of our offer it holds, and the hash of its view. */
    void told(NodeId holder, long version, long viewHash) {
        boolean isEqualView = viewHash == table.viewHash();
        told(holder, table.self().id, isEqualView ? table.self().offerVersion() : version);
    }

    /** A node told that it holds that version of the offer of one of our lives. */
    void told(NodeId holder, NodeId life, long version) {
        Belief self = table.self();
        Belief member = table.get(holder.address());
        boolean counts = !waits.isEmpty() && life.equals(self.id) && version <= self.offerVersion();
        if (counts
                && member != null
                && member.id.equals(holder)
                && of(member).saw(version)
                && --missing <= 0) {
            settle();
        }
    }

    private void roundIn(long delayNanos) {
        round = timers.in(delayNanos, "holders", this::round);
    }

    private void round() {
        // First of all the next round: should sending fail, the rest must still be asked.
        roundIn(ROUND_NANOS);
        settle(); // members may have come and gone
        if (waits.isEmpty()) {
            return;
        }
        // What is held back for now cannot have been seen.
        long version =
                Math.min(
                        table.self().offerVersion(),
                        waits.stream().mapToLong(Wait::wanted).max().orElseThrow());
        int most = table.liveCount() / PART_PER_ROUND;
        int left = Math.max(LEAST_PER_ROUND, Math.min(most, MOST_PER_ROUND));
        left -= ask(left, version, holder -> holder.asked == 0);
        ask(left, version, this::isDue);
    }

    private int ask(int most, long version, Predicate<Holder> wanted) {
        int asked = 0;
        for (Belief member : table.live()) {
            if (asked >= most) {
                break;
            }
            Holder holder = of(member);
            if (holder.version < version && wanted.test(holder)) {
                ask(member, holder);
                asked++;
            }
        }
        return asked;
    }

    private void ask(Belief member, Holder holder) {
        // What fits is told at once. What has to be fetched gets a moment to travel by itself, as
        // all of them would come to us for it.
        boolean isOfferTold = holder.asked > 0 || sender.fitsDatagram(table.self());
        holder.asked++;
        holder.askedNanos = timers.now();
        sender.askWhatIsHeld(member, random.nextLong(), isOfferTold);
    }

    private boolean isDue(Holder holder) {
        int backoff = Math.min(Math.max(0, holder.asked - PROMPT_QUESTIONS), MAX_BACKOFF);
        return timers.now() - holder.askedNanos >= config.timeoutNanos() / 2 << backoff;
    }

    /** Ends the waits for which enough have seen our offer. */
    private void settle() {
        missing = Integer.MAX_VALUE;
        for (Wait wait : List.copyOf(waits)) {
            Visibility reached = reached(wait);
            int more = reached.needed(wait.fraction) - reached.seen();
            if (more <= 0) {
                end(wait);
            } else {
                missing = Math.min(missing, more);
            }
        }
    }

    private void end(Wait wait) {
        timers.cancel(wait.end);
        Visibility reached = reached(wait);
        waits.remove(wait);
        if (waits.isEmpty()) {
            timers.cancel(round);
            holders.clear();
        }
        observer.waitEnded(wait.number, reached);
    }

    private Visibility reached(Wait wait) {
        int seen = 0;
        for (Belief member : table.live()) {
            Holder holder = holders.get(member.id.address());
            boolean hasSeen =
                    holder != null
                            && holder.isOf(member.id, table.self().id)
                            && holder.version >= wait.wanted();
            seen += hasSeen ? 1 : 0;
        }
        return new Visibility(seen, table.liveCount());
    }

    /** What we know of a member; nothing where it, or we ourselves, have begun another life. */
    private Holder of(Belief member) {
        Holder known = holders.get(member.id.address());
        if (known != null && known.isOf(member.id, table.self().id)) {
            return known;
        }
        if (holders.size() > 2 * table.clusterSize()) {
            holders.values().removeIf(holder -> table.get(holder.id.address()) == null);
        }
        Holder unknown = new Holder(member.id, table.self().id);
        holders.put(member.id.address(), unknown);
        return unknown;
    }

    /** Somebody waits for a part of the members to have seen a version of our offer. */
    private final class Wait {
        private final long number;
        private final double fraction;
        private long version;
        private Timers.@Nullable Alarm end;

        private Wait(long number, double fraction, long version) {
            this.number = number;
            this.fraction = fraction;
            this.version = version;
        }

        /**
         * A new life of ours counts its versions from the beginning; and what was held back may
         * never be told.
         */
        private long wanted() {
            return Math.min(version, own.versionToCome());
        }
    }

    /** What one life of a member has seen of one life of ours. */
    private static final class Holder {
        private final NodeId id;
        private final NodeId owner;
        private long version;
        private int asked;
        private long askedNanos;

        private Holder(NodeId id, NodeId owner) {
            this.id = id;
            this.owner = owner;
        }

        private boolean isOf(NodeId id, NodeId owner) {
            return this.id.equals(id) && this.owner.equals(owner);
        }

        /** Whether that is more than was known. */
        private boolean saw(long version) {
            boolean isMore = version > this.version;
            this.version = Math.max(version, this.version);
            return isMore;
        }
    }
}
