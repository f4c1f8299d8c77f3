package io.gossipdiscovery.node;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Observer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether others get to where this node says that it is. Answers go back to where a question came
 * from, so a node with a wrong advertised address hears others well; but their probes go to the
 * address. In SWIM each member is probed about once in a period, by somebody: where others answer
 * and none of so many probes has come, the address is wrong, or nothing is let in there. The chance
 * that none was sent is e to the minus {@value #PERIODS}.
 *
 * <p>Looked at until the first probe comes. Facts on the loop; the rest on the seeds' thread.
 */
final class Reachability implements Observer {
    private static final int PERIODS = 8;
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(GossipDiscovery.class);

    private final Supplier<NodeId> self;
    private final BooleanSupplier alone;
    private final long patienceNanos;
    private volatile boolean isReached;
    private volatile boolean isAnswered;
    private volatile boolean isUnreached;
    private boolean hasCompany;
    private long companyNanos;

    Reachability(Supplier<NodeId> self, BooleanSupplier alone, Duration period) {
        this.self = self;
        this.alone = alone;
        this.patienceNanos = Math.max(LEAST_NANOS, PERIODS * period.toNanos());
    }

    /** Whether others answer, but do not get here. */
    boolean isUnreached() {
        return isUnreached;
    }

    @Override
    public void probed(NodeId by) {
        isReached = true;
    }

    @Override
    public void probeAnswered(NodeId target, long roundTripNanos) {
        isAnswered = true;
    }

    void watch(ScheduledExecutorService thread) {
        try {
            thread.schedule(() -> look(thread), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the node is closed
        }
    }

    private void look(ScheduledExecutorService thread) {
        if (isReached) {
            if (isUnreached) {
                isUnreached = false;
                log.atInfo()
                        .addKeyValue("node", self.get())
                        .log("{} is reached by others after all", self.get());
            }
            return;
        }
        judge(System.nanoTime());
        watch(thread);
    }

    private void judge(long now) {
        if (alone.getAsBoolean()) {
            hasCompany = false;
            return;
        }
        if (!hasCompany) {
            hasCompany = true;
            companyNanos = now;
        }
        if (isAnswered && !isUnreached && now - companyNanos >= patienceNanos) {
            isUnreached = true;
            log.atWarn()
                    .addKeyValue("node", self.get())
                    .addKeyValue("address", self.get().address())
                    .log(
                            "{}: others answer, but no probe of theirs has come to {} in {} s: either"
                                    + " advertise.address or advertise.port is wrong, or a firewall"
                                    + " or NAT lets nothing in",
                            self.get(),
                            self.get().address(),
                            TimeUnit.NANOSECONDS.toSeconds(now - companyNanos));
        }
    }
}
