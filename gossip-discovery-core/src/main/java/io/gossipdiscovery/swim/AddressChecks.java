package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Has others see whether we are where we say: they connect to our own address and to those of our
 * instances, and tell how that went and where our question came from. Two are asked soon after the
 * start and after each change of an address, then one about once a minute; and as soon as one says
 * that something is wrong, two others.
 *
 * <p>An answer goes back to where the question came from. So whoever tells a wrong address hears of
 * it, although nothing else gets there.
 */
final class AddressChecks {
    /** Others get so long to hear of a change before they are asked to look. */
    static final long SOON_NANOS = 1_000_000_000L;

    /** Where too few could say anything they are asked again after this, and ever less often. */
    static final long RETRY_NANOS = 2_500_000_000L;

    /** Once all is known it is looked at that often, ... */
    static final long PAUSE_NANOS = 60_000_000_000L;

    /** ... and that often as long as something is wrong: it may be mended any moment. */
    static final long WRONG_PAUSE_NANOS = 15_000_000_000L;

    /** Dials take two seconds at the most, or a little longer where names are looked up. */
    static final long PATIENCE_NANOS = 3_000_000_000L;

    /** So many more are asked once one says that something is wrong. */
    private static final int MORE = 2;

    /** So often others are asked in place of those who did not answer. */
    private static final int MOST_LOSSES = 2;

    private static final int MAX_BACKOFF = 5;

    private final boolean isOn;
    private final MemberTable table;
    private final Joiner joiner;
    private final OwnFindings findings;
    private final PacketSender sender;
    private final Timers timers;
    private final RandomGenerator random;
    private @Nullable CheckRound round; // null between two
    private Timers.@Nullable Alarm alarm; // of the next round, or of the end of this one
    private int retries;
    private boolean isStopped;

    AddressChecks(
            boolean isOn,
            MemberTable table,
            Joiner joiner,
            OwnFindings findings,
            PacketSender sender,
            Timers timers,
            RandomGenerator random) {
        this.isOn = isOn;
        this.table = table;
        this.joiner = joiner;
        this.findings = findings;
        this.sender = sender;
        this.timers = timers;
        this.random = random;
    }

    void start() {
        roundIn(SOON_NANOS);
    }

    void stop() {
        isStopped = true;
        round = null;
        timers.cancel(alarm);
    }

    /** We serve something else. */
    void offerChanged() {
        findings.forget();
        if (findings.areSettled()) {
            return;
        }
        retries = 0;
        boolean isSoon =
                alarm != null
                        && alarm.isSet()
                        && alarm.deadlineNanos() - timers.now() <= SOON_NANOS;
        if (round == null && !isSoon) {
            roundIn(SOON_NANOS);
        }
    }

    /** Somebody has looked. */
    void onSeen(NodeId speaker, Message.Seen seen) {
        CheckRound asked = round;
        if (asked == null || !asked.take(speaker, seen)) {
            return;
        }
        if (asked.widens() && ask(asked, MORE) > 0) {
            waitForAnswers(asked);
        }
        if (asked.isComplete()) {
            conclude(asked);
        }
    }

    private void roundIn(long delayNanos) {
        timers.cancel(alarm);
        if (isOn && !isStopped) {
            alarm = timers.in(delayNanos, "check", this::begin);
        }
    }

    private void begin() {
        roundIn(SOON_NANOS); // first of all, should sending fail
        CheckRound next =
                new CheckRound(
                        table.self().offerVersion(), findings.next(Message.Check.MOST_INSTANCES));
        round = next;
        boolean isCalm = findings.areSettled() && !findings.isAnyWrong();
        if (ask(next, isCalm ? 1 : OwnFindings.WITNESSES) > 0) {
            waitForAnswers(next);
        } else {
            round = null; // nobody is there to be asked
        }
    }

    private void waitForAnswers(CheckRound asked) {
        timers.cancel(alarm);
        alarm = timers.in(PATIENCE_NANOS, "checked", () -> giveUp(asked));
    }

    private void giveUp(CheckRound asked) {
        int missing = asked.missing();
        boolean isEnough = asked.words() >= findings.needed();
        if (asked.lose() <= MOST_LOSSES && !isEnough && ask(asked, missing) > 0) {
            waitForAnswers(asked);
        } else {
            conclude(asked);
        }
    }

    private void conclude(CheckRound ended) {
        round = null;
        int settled = findings.settled();
        findings.judge(findings.gossip(), ended.ofGossip());
        boolean isUpToDate = ended.isOf(table.self().offerVersion());
        for (int i = 0; i < ended.instances().size() && isUpToDate; i++) {
            findings.judge(findings.instance(ended.instances().get(i)), ended.ofInstance(i));
        }
        if (findings.settled() > settled || table.liveCount() == 0) {
            retries = 0; // it goes on; and company may come any moment
        }
        roundIn(pauseNanos());
    }

    private long pauseNanos() {
        if (!findings.areSettled()) {
            return RETRY_NANOS << Math.min(retries++, MAX_BACKOFF);
        }
        retries = 0;
        long pause = findings.isAnyWrong() ? WRONG_PAUSE_NANOS : PAUSE_NANOS;
        return pause * 3 / 4 + random.nextLong(pause / 2);
    }

    /** Asks up to so many who were not asked in this round; how many that were. */
    private int ask(CheckRound present, int count) {
        if (table.liveCount() == 0) {
            return askSeeds(present, count);
        }
        // At best on other machines: what is wrong for all of them may be right on ours.
        int asked = askMembers(present, count, true);
        return asked + (asked < count ? askMembers(present, count - asked, false) : 0);
    }

    private int askMembers(CheckRound present, int count, boolean isElsewhere) {
        List<Belief> members =
                table.sample(
                        count,
                        member ->
                                !member.isUnverified
                                        && !present.isAsked(member.id.address())
                                        && !(isElsewhere && isHere(member.id.address())));
        boolean isOfferTold = !findings.areSettled();
        for (Belief member : members) {
            Message.Check check = present.ask(member.id.address(), random.nextLong());
            sender.check(member, check, isOfferTold);
        }
        return members.size();
    }

    /** Whoever has no company may have none because nobody gets to where it says that it is. */
    private int askSeeds(CheckRound present, int count) {
        List<Address> seeds = new ArrayList<>(joiner.seeds());
        seeds.removeIf(present::isAsked);
        int asked = 0;
        while (asked < count && !seeds.isEmpty()) {
            Address seed = seeds.remove(random.nextInt(seeds.size()));
            sender.datagramToAnybody(seed, present.ask(seed, random.nextLong()));
            asked++;
        }
        return asked;
    }

    private boolean isHere(Address other) {
        Address own = table.self().id.address();
        return other.withPort(own.port()).equals(own);
    }
}
