package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.node.GossipDiscovery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Holds back the readiness of an application until its node has company, so that its first call of
 * another finds something.
 *
 * <p>The application has started by then: its web server answers, it is live, and others see it as
 * starting. It is Boot that calls it ready once all runners are done. This is the first of them, so
 * that the application's own may call others already.
 */
public final class AwaitedCompany implements ApplicationRunner, Ordered {
    private static final Logger log = LoggerFactory.getLogger(AwaitedCompany.class);

    private static final long LOOK_MILLIS = 20;

    private final GossipNode node;
    private final Duration atMost;

    /**
     * Waits for nothing yet.
     *
     * @param atMost how long to hold back; 0 for not at all
     */
    public AwaitedCompany(GossipNode node, Duration atMost) {
        this.node = node;
        this.atMost = atMost;
    }

    /**
     * Returns once others are known and what they offer, or the time is over, or the node ends, or
     * at an interrupt.
     */
    @Override
    public void run(ApplicationArguments arguments) {
        GossipDiscovery life = node.life().orElse(null);
        if (life == null || atMost.toMillis() <= 0) {
            return;
        }
        CompletableFuture<Boolean> isOver = new CompletableFuture<>();
        ScheduledExecutorService clock = OneThread.named("gossip-company");
        clock.scheduleWithFixedDelay(
                () -> look(life, isOver), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        clock.schedule(() -> isOver.complete(false), atMost.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!isOver.get()) {
                log.info(
                        "After {} ms ({}.join.await) {}: ready all the same",
                        atMost.toMillis(),
                        PREFIX,
                        others(life).isEmpty()
                                ? "no other node is known"
                                : "not all that the others offer is known");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.debug("Ready, whoever is there", e);
        } finally {
            clock.shutdownNow();
        }
    }

    /** Before the application's own runners. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private void look(GossipDiscovery life, CompletableFuture<Boolean> isOver) {
        boolean hasEnded = node.life().orElse(null) != life;
        if (hasEnded || isInCompany(life)) {
            isOver.complete(true);
        }
    }

    private static boolean isInCompany(GossipDiscovery life) {
        List<Member> others = others(life);
        return !others.isEmpty() && others.stream().allMatch(Member::isVisible);
    }

    private static List<Member> others(GossipDiscovery life) {
        return life.members().stream()
                .filter(member -> member.status().isLive())
                .filter(member -> !member.id().equals(life.self()))
                .toList();
    }
}
