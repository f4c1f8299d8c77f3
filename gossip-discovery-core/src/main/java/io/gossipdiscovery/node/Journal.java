package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes down who came and went, one line each, and what went wrong inside.
 *
 * <p>Told on the loop, written aside: a log that blocks (a full disk, a stopped terminal) must not
 * make this node look dead. Where the log cannot keep up, lines are left out and counted.
 */
final class Journal implements Observer {
    private static final Logger log = LoggerFactory.getLogger(GossipDiscovery.class);

    /** Lines that may wait to be written. */
    private static final int MOST_WAITING = 1024;

    /** Failures inside are written once in this time; all are counted. */
    private static final long FAILURE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Offers that change too fast are written down once in this time; all are counted. */
    private static final long HELD_BACK_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Address self;
    private final Executor aside;
    private final AtomicInteger waiting = new AtomicInteger();
    private int leftOut;
    private boolean hasFailed;
    private long lastFailureNanos;
    private boolean hasHeldBack;
    private long lastHeldBackNanos;

    Journal(Address self, Executor aside) {
        this.self = self;
        this.aside = aside;
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        if (after == null || after.id().address().equals(self)) {
            return;
        }
        String news = news(before, after);
        if (!news.isEmpty() && log.isInfoEnabled()) {
            write(
                    () ->
                            log.atInfo()
                                    .addKeyValue("node", self)
                                    .addKeyValue("member", after.id())
                                    .addKeyValue(
                                            "from", before == null ? "UNKNOWN" : before.status())
                                    .addKeyValue("to", after.status())
                                    .log("{}: {} {}", self, after.id(), news));
        }
    }

    @Override
    public void isolationChanged(boolean isIsolated) {
        String news =
                isIsolated
                        ? "is isolated: nobody answers; it keeps what it knew last"
                        : "is not isolated any more";
        write(
                () ->
                        log.atWarn()
                                .addKeyValue("node", self)
                                .addKeyValue("isolated", isIsolated)
                                .log("{}: {}", self, news));
    }

    @Override
    public void addressChecked(@Nullable Finding before, @Nullable Finding after) {
        boolean wasWrong = before != null && before.isWrong();
        if (after == null || after.isWrong() == wasWrong) {
            return;
        }
        if (after.isWrong()) {
            write(() -> wrongAddress(after));
        } else {
            write(() -> log.info("{}: others can connect to {} again", self, after.place()));
        }
    }

    private void wrongAddress(Finding wrong) {
        Function<Function<Finding.Attempt, String>, String> each =
                text ->
                        wrong.attempts().stream()
                                .map(text)
                                .distinct()
                                .collect(Collectors.joining(", "));
        log.atWarn()
                .addKeyValue("node", self)
                .addKeyValue("address", wrong.host() + ":" + wrong.port())
                .log(
                        "{}: {} of {} other nodes that tried could not connect to {}, which this node"
                                + " tells them ({}). They see this node itself at {}. {}",
                        self,
                        wrong.failures(),
                        wrong.attempts().size(),
                        wrong.place(),
                        each.apply(Finding.Attempt::text),
                        each.apply(attempt -> attempt.source().host()),
                        wrong.instance().isPresent()
                                ? "Set the host and port of the instance to where it is reached"
                                        + " (registration.host, registration.port,"
                                        + " advertise.address), or let connections in there"
                                : "Set advertise.address and advertise.port to where others reach it,"
                                        + " or let connections in there, TCP and UDP");
    }

    @Override
    public void wasOutOfTouch(int members) {
        write(
                () ->
                        log.warn(
                                "{}: was out of touch for long; {} members are unverified until"
                                        + " they are heard of",
                                self,
                                members));
    }

    @Override
    public void offerHeldBack() {
        long now = System.nanoTime();
        if (!hasHeldBack || now - lastHeldBackNanos > HELD_BACK_NANOS) {
            hasHeldBack = true;
            lastHeldBackNanos = now;
            write(
                    () ->
                            log.warn(
                                    "{}: this application changes what it offers faster than others"
                                            + " are told; they are told the latest",
                                    self));
        }
    }

    /** Something of ours, or an instrument, threw. */
    void failed(Throwable e) {
        long now = System.nanoTime();
        if (!hasFailed || now - lastFailureNanos > FAILURE_NANOS) {
            hasFailed = true;
            lastFailureNanos = now;
            write(
                    () ->
                            log.error(
                                    "{}: passed over an input or an instrument that failed",
                                    self,
                                    e));
        }
    }

    private void write(Runnable line) {
        if (waiting.get() >= MOST_WAITING) {
            leftOut++;
            return;
        }
        int missing = leftOut;
        leftOut = 0;
        waiting.incrementAndGet();
        try {
            aside.execute(
                    () -> {
                        waiting.decrementAndGet();
                        if (missing > 0) {
                            log.info("{}: {} lines were left out here", self, missing);
                        }
                        line.run();
                    });
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet(); // the node is closed
        }
    }

    private static String news(@Nullable Member before, Member after) {
        Member same = before != null && before.id().equals(after.id()) ? before : null;
        Status now = after.status();
        if (after.isUnsteady() && now.isLive()) {
            return same != null && same.isUnsteady()
                    ? ""
                    : "comes and goes: callers avoid it for a while";
        }
        if (same != null && now == same.status() || before == null && !now.isLive()) {
            return "";
        }
        return switch (now) {
            case ALIVE ->
                    before == null
                            ? "joined"
                            : same != null ? "is alive after all" : "is a new life";
            case SUSPECT -> "is suspect";
            case DEAD -> "is dead";
            case LEFT -> "left";
        };
    }
}
