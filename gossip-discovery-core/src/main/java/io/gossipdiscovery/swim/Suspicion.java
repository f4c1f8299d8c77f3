package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One suspicion: who accused, and until when the suspect may refute (Lifeguard IV-B).
 *
 * <p>A single accuser may be the sick one, so the time-out starts long; each independent
 * confirmation shortens it logarithmically towards the minimum. Witnesses, who were refused, count
 * like any accuser; enough of them end it.
 */
final class Suspicion {
    /** So many witnesses make a proof in any cluster; more need not be kept. */
    static final int MOST_WITNESSES = 2;

    private final List<Address> accusers = new ArrayList<>();
    private final List<NodeId> witnesses = new ArrayList<>();
    private final int expected;
    private final long startNanos;
    private final long minimumNanos;
    private final long maximumNanos;
    private final long hungNanos;
    private boolean isHung;

    /** The alarm that ends it; kept here so that it can be moved. */
    Timers.@Nullable Alarm alarm;

    /**
     * Opens a suspicion.
     *
     * @param others how many live members there are beside the suspect and ourselves: they could
     *     confirm
     * @param minimumNanos the least time-out, stretched by local health already
     */
    Suspicion(
            SuspicionConfig config,
            int others,
            long minimumNanos,
            NodeId accuser,
            Evidence evidence,
            long startNanos) {
        // Half of the others, as at small sizes not all can be had (performance.md, section 5).
        this.expected = Math.min(config.confirmations(), others / 2);
        this.startNanos = startNanos;
        this.minimumNanos = minimumNanos;
        this.maximumNanos = minimumNanos * config.maximumFactor();
        this.hungNanos = Math.max(maximumNanos, config.hungTimeoutNanos());
        accusers.add(accuser.address());
        note(accuser, evidence);
    }

    long startNanos() {
        return startNanos;
    }

    /** How many distinct accusers count. */
    int accusers() {
        return accusers.size();
    }

    /** Counts an accuser and what it saw; whether that was new and matters. */
    boolean confirm(NodeId accuser, Evidence evidence) {
        boolean isNewEvidence = note(accuser, evidence);
        boolean isNewAccuser = accusers.size() <= expected && !accusers.contains(accuser.address());
        if (isNewAccuser) {
            accusers.add(accuser.address());
        }
        return isNewEvidence || isNewAccuser;
    }

    /**
     * One word that the process is there is enough: it cannot be wrong the way that silence can.
     * That it is gone takes distinct witnesses, as an observer may be the only one that is refused.
     */
    private boolean note(NodeId accuser, Evidence evidence) {
        boolean isNew =
                switch (evidence) {
                    case SILENT -> false;
                    case HUNG -> !isHung;
                    case GONE -> witnesses.size() < MOST_WITNESSES && !hasWitness(accuser);
                };
        isHung |= evidence == Evidence.HUNG;
        if (isNew && evidence == Evidence.GONE) {
            witnesses.add(accuser);
        }
        return isNew;
    }

    /** Who was refused, in the order in which we heard of it. */
    List<NodeId> witnesses() {
        return witnesses;
    }

    boolean hasWitness(NodeId node) {
        return witnesses.stream().anyMatch(witness -> witness.address().equals(node.address()));
    }

    /** Gone outranks hung: what was there before may have ended since. */
    Evidence evidence() {
        Evidence present = isHung ? Evidence.HUNG : Evidence.SILENT;
        return witnesses.isEmpty() ? present : Evidence.GONE;
    }

    /** The accusation to be told on: the weightiest, in the name of whoever can say so. */
    Rumor.Suspect rumor(NodeId suspect, long incarnation, NodeId firstAccuser) {
        NodeId accuser = witnesses.isEmpty() ? firstAccuser : witnesses.get(0);
        return new Rumor.Suspect(suspect, incarnation, accuser, evidence());
    }

    /**
     * Whether it is too early to believe another's verdict: within half of the least time-out, in
     * which a refutation could be on its way; and where the process is known to be there, all the
     * time.
     */
    boolean isYoung(long nowNanos) {
        return nowNanos - (isHung ? deadlineNanos() : startNanos + minimumNanos / 2) < 0;
    }

    /** When the time to refute is over. */
    long deadlineNanos() {
        long timeout =
                isHung
                        ? hungNanos
                        : timeoutNanos(accusers.size() - 1, expected, minimumNanos, maximumNanos);
        return startNanos + timeout;
    }

    /**
     * {@code max(min, max − (max − min) · ln(c + 1) / ln(k + 1))} for c confirmations of k
     * expected. Where none can be expected, the minimum decides alone.
     */
    static long timeoutNanos(int confirmed, int expected, long minimum, long maximum) {
        if (expected < 1) {
            return minimum;
        }
        double share = Math.log(confirmed + 1.0) / Math.log(expected + 1.0);
        return Math.max(minimum, maximum - (long) ((maximum - minimum) * share));
    }
}
