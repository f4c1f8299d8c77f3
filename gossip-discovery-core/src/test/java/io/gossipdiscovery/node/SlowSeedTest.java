package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Sources that do not answer, or take their time. */
class SlowSeedTest {
    private static final Address OTHER = Address.parse("127.0.0.9:1");

    private final Slow slow = new Slow();

    @RegisterExtension final Nodes nodes = new Nodes();

    @AfterEach
    void end() {
        slow.answers.release(1_000);
    }

    @Test
    void theOthersAreAskedNonetheless() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        Seeds seeds = new Seeds(List.of(slow, Seeds.parse(one.self().address().toString())));
        GossipConfig config = GossipConfig.local().cluster("test").bind("127.0.0.2", 0).build();

        GossipDiscovery two = nodes.add(GossipDiscovery.start(config, seeds));

        awaitAllKnown(one, two);
        assertThat(slow.isAsked()).isTrue();
        assertThat(seeds.answers())
                .extracting(Seeds.Answer::failure)
                .containsExactly("does not answer within 1 s", "");
    }

    @Test
    void whatItSaidLastCountsUntilItAnswers() {
        Seeds seeds = new Seeds(List.of(slow, Seeds.parse(OTHER.toString())));
        slow.answers.release();
        assertThat(seeds.resolve()).containsExactly(Address.v4(1, 1), OTHER);

        assertThat(seeds.resolve()).containsExactly(Address.v4(1, 1), OTHER);
        assertThat(seeds.answers().get(0).failure()).isNotEmpty();
        assertThat(seeds.hasChanged()).isFalse();

        slow.answers.release();
        Await.until("the late answer is news", seeds::hasChanged);
        assertThat(seeds.resolve()).containsExactly(Address.v4(2, 1), OTHER);
        assertThat(seeds.answers().get(0).failure()).as("it may be slow again").isNotEmpty();

        slow.answers.release();
        assertThat(seeds.resolve()).containsExactly(Address.v4(3, 1), OTHER);
        assertThat(seeds.answers().get(0).failure()).as("in time").isEmpty();
    }

    @Test
    void itIsNeverAskedByTwoAtOnce() {
        Seeds seeds = new Seeds(List.of(slow));

        for (int i = 0; i < 5; i++) {
            assertThat(seeds.resolve()).isEmpty();
        }

        assertThat(slow.asked).hasValue(1);
    }

    @Test
    void whoOnlyLooksForNewsForEverHoldsUpNobodyEither() {
        CountDownLatch never = new CountDownLatch(1);
        SeedSource looking =
                new SeedSource() {
                    @Override
                    public List<Address> resolve() {
                        return List.of(OTHER);
                    }

                    @Override
                    public boolean hasChanged() {
                        awaited(never);
                        return true;
                    }
                };
        Seeds seeds = new Seeds(List.of(looking, Seeds.parse("127.0.0.8:1")));
        seeds.resolve();

        assertThat(seeds.hasChanged()).isFalse();
        assertThat(seeds.resolve()).containsExactly(OTHER, Address.parse("127.0.0.8:1"));

        never.countDown();
        Await.until("what it saw", seeds::hasChanged);
    }

    @Test
    void theEndOfTheNodeInterruptsIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        SeedSource hanging =
                () -> {
                    begun.countDown();
                    if (!awaited(new CountDownLatch(1))) {
                        interrupted.countDown();
                    }
                    return List.of();
                };
        GossipConfig config = GossipConfig.local().cluster("test").bind("127.0.0.1", 0).build();
        GossipDiscovery node = nodes.add(GossipDiscovery.start(config, hanging));
        assertThat(awaited(begun)).isTrue();

        node.close();

        assertThat(awaited(interrupted)).isTrue();
    }

    @Test
    void aLaterLifeOfTheNodeAsksItAnew() {
        AtomicInteger asked = new AtomicInteger();
        SeedSource hanging =
                () -> {
                    if (asked.incrementAndGet() == 1 && !awaited(new CountDownLatch(1))) {
                        throw new IllegalStateException("interrupted");
                    }
                    return List.of(OTHER);
                };
        Seeds seeds = new Seeds(List.of(hanging));
        assertThat(seeds.resolve()).isEmpty();

        seeds.interrupt();
        Await.until("it gave up", seeds::hasChanged);

        assertThat(seeds.resolve()).containsExactly(OTHER);
    }

    /** Returns whether it came to that, rather than being interrupted. */
    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Answers so often as it is let, each time something else. */
    private static final class Slow implements SeedSource {
        private final Semaphore answers = new Semaphore(0);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public List<Address> resolve() {
            int number = asked.incrementAndGet();
            answers.acquireUninterruptibly();
            return List.of(Address.v4(number, 1));
        }

        boolean isAsked() {
            return asked.get() > 0;
        }
    }
}
