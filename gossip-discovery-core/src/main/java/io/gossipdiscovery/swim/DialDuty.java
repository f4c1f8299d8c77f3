package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.wire.Message;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What we do for others who want to know whether their addresses are right: connect to them and
 * tell how that went. Only what a member's own offer says is tried, and its own address; a few at a
 * time, and nobody's more than once in a while: whoever forges offers shall not make a cluster
 * knock at doors of others.
 */
final class DialDuty {
    /** Checks that are worked on at a time. */
    static final int CAPACITY = 8;

    /** Checks that are taken on in one {@link #PAUSE_NANOS}. */
    static final int MOST_PER_PAUSE = 32;

    /** A member is served once in this time; a little less than others wait between two checks. */
    static final long PAUSE_NANOS = 900_000_000L;

    /** What has not ended then counts as not tried. */
    private static final long PATIENCE_NANOS = 2_500_000_000L;

    private final boolean isOn;
    private final MemberTable table;
    private final PacketSender sender;
    private final Outbox outbox;
    private final Timers timers;
    private final Map<Address, Long> served = new LinkedHashMap<>(); // the latest is the last
    private final Map<Long, Errand> dials = new HashMap<>(); // looked up, never iterated
    private int errands;
    private long numbers;

    DialDuty(boolean isOn, MemberTable table, PacketSender sender, Outbox outbox, Timers timers) {
        this.isOn = isOn;
        this.table = table;
        this.sender = sender;
        this.outbox = outbox;
        this.timers = timers;
    }

    /**
     * Takes a check on.
     *
     * @param from where it came from, and where the answer goes
     * @return false if we have enough to do, or do not know who asks
     */
    boolean onCheck(Address from, NodeId asker, Message.Check check) {
        Belief member = table.get(asker.address());
        if (!isOn) {
            return true;
        }
        if (member == null || !member.id.equals(asker)) {
            return false;
        }
        if (errands >= CAPACITY || !mayServe(asker.address())) {
            return false;
        }
        served.put(asker.address(), timers.now());
        errands++;
        Errand errand = new Errand(from, member, check);
        // First of all the alarm: should a dial fail, the errand must still end.
        errand.alarm = timers.in(PATIENCE_NANOS, "dials", () -> answer(errand));
        dial(errand, 0, asker.address().host(), asker.address().port());
        for (int i = 0; i < errand.wanted.size(); i++) {
            Instance instance = errand.wanted.get(i);
            if (instance != null) {
                dial(errand, i + 1, instance.host(), instance.port());
            }
        }
        if (errand.open.isEmpty()) {
            answer(errand);
        }
        return true;
    }

    /** A dial has ended. */
    void dialed(long number, Dial outcome) {
        Errand errand = dials.remove(number);
        if (errand != null) {
            Integer place = errand.open.remove(number);
            if (place != null) {
                errand.outcomes[place] = outcome;
            }
            if (errand.open.isEmpty()) {
                answer(errand);
            }
        }
    }

    private void dial(Errand errand, int place, String host, int port) {
        boolean mayBeLoopback = isHere(errand.from);
        if (isNowhere(host, mayBeLoopback)) {
            errand.outcomes[place] = Dial.LOOPBACK;
            return;
        }
        long number = numbers++;
        errand.open.put(number, place);
        dials.put(number, errand);
        outbox.dial(number, host, port, mayBeLoopback);
    }

    private void answer(Errand errand) {
        timers.cancel(errand.alarm);
        errand.open.keySet().forEach(dials::remove);
        errands--;
        sender.seen(errand.from, errand.asker, errand.seen());
    }

    private boolean mayServe(Address asker) {
        for (Iterator<Long> oldest = served.values().iterator(); oldest.hasNext(); ) {
            if (timers.now() - oldest.next() < PAUSE_NANOS) {
                break;
            }
            oldest.remove();
        }
        return served.size() < MOST_PER_PAUSE && !served.containsKey(asker);
    }

    /** Whether that is on our own machine, as far as addresses tell. */
    private boolean isHere(Address other) {
        Address own = table.self().id.address();
        return other.isLoopback() || other.withPort(own.port()).equals(own);
    }

    /**
     * Whether the host means whoever dials it (RFC 6761, 6.3, for names), and that is not who asks.
     * Nobody is reached at the wildcard: whoever dials it gets to itself.
     */
    private static boolean isNowhere(String host, boolean mayBeLoopback) {
        try {
            Address address = Address.of(host, 1);
            return address.isWildcard() || address.isLoopback() && !mayBeLoopback;
        } catch (IllegalArgumentException e) {
            String name = host.toLowerCase(Locale.ROOT);
            // What other names stand for is seen once they are looked up.
            return (name.equals("localhost") || name.endsWith(".localhost")) && !mayBeLoopback;
        }
    }

    /** One check, and how far we are with it. */
    private static final class Errand {
        private final Address from;
        private final NodeId asker;
        private final long sequence;
        private final long held;
        private final List<@Nullable Instance> wanted;
        private final Dial[] outcomes;
        private final Map<Long, Integer> open = new LinkedHashMap<>();
        private Timers.@Nullable Alarm alarm;

        private Errand(Address from, Belief asker, Message.Check check) {
            this.from = from;
            this.asker = asker.id;
            this.sequence = check.sequence();
            this.held = asker.offerVersion();
            this.wanted = held == check.version() ? wanted(asker, check) : List.of();
            this.outcomes = new Dial[1 + wanted.size()];
            Arrays.fill(outcomes, Dial.NOT_TRIED);
        }

        /** In the order of the check; null for what is not there or wants no calls. */
        private static List<@Nullable Instance> wanted(Belief asker, Message.Check check) {
            Offer offer = asker.offer();
            List<Instance> offered = offer == null ? List.of() : offer.instances();
            List<@Nullable Instance> wanted = new ArrayList<>();
            for (int place : check.instances()) {
                Instance instance = place < offered.size() ? offered.get(place) : null;
                wanted.add(instance != null && Offers.isCallable(instance) ? instance : null);
            }
            return wanted;
        }

        private Message.Seen seen() {
            List<Dial> all = List.of(outcomes);
            return new Message.Seen(sequence, held, from, all.get(0), all.subList(1, all.size()));
        }
    }
}
