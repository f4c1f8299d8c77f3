package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.ProbeReport;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers for each member what came of it lately: who accused it on what evidence, how our own
 * probes of it went, and what became of that. Written on the loop; read by any thread without
 * waiting. Words are made where somebody reads; what is kept for them holds no member, as that
 * would keep its offer.
 *
 * <p>Nothing is kept of a member that was never doubted; what is kept is forgotten with the member.
 */
final class Trail implements Observer {
    /** Entries kept of one member; the oldest goes first. */
    static final int MOST_ENTRIES = 24;

    /** Members of whom entries are kept; the one that was quiet for longest goes first. */
    static final int MOST_MEMBERS = 512;

    private final LongSupplier clock;
    private final Map<Address, List<Trace>> traces = new ConcurrentHashMap<>();
    private final Map<Address, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true); // loop only
    private NodeId self;
    private int localHealth;

    Trail(NodeId self, LongSupplier clock) {
        this.self = self;
        this.clock = clock;
    }

    /** What is remembered of an address, the oldest first. Any thread. */
    List<Explanation.Entry> entries(Address about) {
        return traces.getOrDefault(about, List.of()).stream().map(Trace::entry).toList();
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        if (before == null) {
            met(Objects.requireNonNull(after)); // a change is from something or to something
        } else if (after == null) {
            forget(before.id().address());
        } else if (!before.id().equals(after.id())) {
            Status was = before.status();
            NodeId later = after.id();
            write(
                    Explanation.Kind.REPLACED,
                    before.id(),
                    () -> "was " + was + "; a later life took its place: " + later);
        } else if (before.status() != after.status()) {
            changed(before, after);
        }
    }

    @Override
    public void selfChanged(NodeId before, NodeId after) {
        self = after;
    }

    @Override
    public void localHealthChanged(int score) {
        localHealth = score;
    }

    @Override
    public void probeEnded(ProbeReport report) {
        if (!report.isAnswered()) {
            write(Explanation.Kind.UNANSWERED, report.target(), () -> TrailText.unanswered(report));
        } else if (isDoubted(report.target())) {
            write(Explanation.Kind.ANSWERED, report.target(), () -> TrailText.answered(report));
        }
    }

    @Override
    public void accused(Rumor.Suspect accusation, int accusers, long leftNanos) {
        NodeId us = self;
        write(
                Explanation.Kind.ACCUSED,
                accusation.about(),
                () -> TrailText.accused(accusation, accusers, leftNanos, us));
    }

    @Override
    public void convicted(Rumor.Dead verdict) {
        NodeId us = self;
        write(Explanation.Kind.CONVICTED, verdict.about(), () -> TrailText.convicted(verdict, us));
    }

    @Override
    public void accusedOurselves(Rumor.Life accusation) {
        write(
                Explanation.Kind.ACCUSED,
                accusation.about(),
                () -> TrailText.accusedOurselves(accusation));
    }

    @Override
    public void refuted(long incarnation) {
        write(
                Explanation.Kind.REFUTED,
                self,
                () -> "refuted it ourselves with incarnation " + incarnation);
    }

    /** Of those whom we meet alive there is nothing to explain. */
    private void met(Member member) {
        if (member.status() != Status.ALIVE) {
            Status as = member.status();
            write(Explanation.Kind.MET, member.id(), () -> "became known to us as " + as);
        }
    }

    private void changed(Member before, Member after) {
        if (after.status() == Status.LEFT) {
            write(Explanation.Kind.LEFT, after.id(), () -> "said farewell itself");
        } else if (after.status() == Status.ALIVE) {
            Status was = before.status();
            long outranked = before.incarnation();
            long incarnation = after.incarnation();
            write(
                    Explanation.Kind.REFUTED,
                    after.id(),
                    () ->
                            "is alive by its own word, incarnation "
                                    + incarnation
                                    + ", which outranks "
                                    + was
                                    + " of incarnation "
                                    + outranked);
        }
    }

    /** Whether the last thing that we know of it is a doubt. */
    private boolean isDoubted(NodeId member) {
        List<Trace> known = traces.getOrDefault(member.address(), List.of());
        if (known.isEmpty()) {
            return false;
        }
        Trace last = known.get(known.size() - 1);
        return last.kind == Explanation.Kind.ACCUSED || last.kind == Explanation.Kind.UNANSWERED;
    }

    private void write(Explanation.Kind kind, NodeId life, Supplier<String> account) {
        Trace trace = new Trace(kind, life, clock.getAsLong(), localHealth, account);
        List<Trace> known = traces.getOrDefault(life.address(), List.of());
        int from = Math.max(0, known.size() + 1 - MOST_ENTRIES);
        List<Trace> next = new ArrayList<>(known.subList(from, known.size()));
        next.add(trace);
        traces.put(life.address(), List.copyOf(next));
        byUse.put(life.address(), true);
        if (byUse.size() > MOST_MEMBERS) {
            forget(byUse.keySet().iterator().next());
        }
    }

    private void forget(Address address) {
        traces.remove(address);
        byUse.remove(address);
    }

    /** An entry whose words are yet to be made. */
    private record Trace(
            Explanation.Kind kind,
            NodeId life,
            long atNanos,
            int localHealth,
            Supplier<String> account) {

        Explanation.Entry entry() {
            return new Explanation.Entry(kind, life, atNanos, localHealth, account.get());
        }
    }
}
