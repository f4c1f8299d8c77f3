package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.Nodes.awaitAllKnown;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

class SeedsTest {
    /** Longer than a label of a name may be: refused without asking anybody. */
    private static final String NO_NAME = "a".repeat(70);

    private final ScheduledExecutorService thread = Executors.newScheduledThreadPool(1);

    @RegisterExtension final Nodes nodes = new Nodes();

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void literalsNeedNoLookUpAndAreAskedForOnce() {
        SeedSource seeds = Seeds.parse(List.of("127.0.0.8:1", "[::1]:2", "127.0.0.8:1"));
        assertThat(seeds.isFixed()).isTrue();
        assertThat(seeds.resolve())
                .containsExactlyInAnyOrder(Address.parse("127.0.0.8:1"), Address.parse("[::1]:2"));
    }

    @Test
    void aNameThatFailsDoesNotHideTheOthers() {
        SeedSource seeds = Seeds.parse(List.of(NO_NAME + ":1", "localhost:7", "127.0.0.8:1"));
        assertThat(seeds.isFixed()).isFalse();
        assertThat(seeds.resolve())
                .contains(Address.parse("127.0.0.8:1"))
                .contains(Address.parse("127.0.0.1:7"));
    }

    @Test
    void aSourceThatFailsKeepsItsLastAnswerAndSaysWhy() {
        Address seed = Address.parse("127.0.0.8:1");
        List<Address> answer = new ArrayList<>(List.of(seed));
        SeedSource changing =
                () -> {
                    if (answer.isEmpty()) {
                        throw new IllegalStateException("on purpose: no answer");
                    }
                    return answer;
                };
        Seeds seeds = new Seeds(List.of(changing, Seeds.parse("127.0.0.9:1")));
        assertThat(seeds.resolve()).containsExactly(seed, Address.parse("127.0.0.9:1"));

        answer.clear();

        assertThat(seeds.resolve()).containsExactly(seed, Address.parse("127.0.0.9:1"));
        assertThat(seeds.answers())
                .extracting(Seeds.Answer::failure)
                .containsExactly("on purpose: no answer", "");
        assertThat(seeds.answers().get(1).source()).isEqualTo("127.0.0.9:1");
    }

    @Test
    void newsOfASourceIsFetchedBeforeItsTime() {
        AtomicInteger asked = new AtomicInteger();
        SeedSource changing =
                new SeedSource() {
                    @Override
                    public List<Address> resolve() {
                        return List.of(Address.v4(asked.incrementAndGet(), 1));
                    }

                    @Override
                    public boolean hasChanged() {
                        return asked.get() == 1;
                    }
                };
        List<Address> taken = new CopyOnWriteArrayList<>();
        rounds(changing, false, taken).start();

        Await.until("a second round", () -> taken.size() == 2);
    }

    @Test
    void aRoundTakesSoManyAtMostInOrder() {
        List<Address> many = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            many.add(Address.v4(0x0a000000 + i, 7946));
        }
        List<Address> taken = new CopyOnWriteArrayList<>();
        rounds(() -> many, true, taken).start();
        Await.until("a round", () -> !taken.isEmpty());
        assertThat(taken)
                .hasSize(SeedRounds.MOST_ADDRESSES)
                .isSorted()
                .doesNotHaveDuplicates()
                .isSubsetOf(many);
    }

    @Test
    void aLonelyNodeAsksAgainAndIsNotStoppedByAFailure() {
        AtomicInteger asked = new AtomicInteger();
        Address seed = Address.parse("127.0.0.8:1");
        List<Address> taken = new CopyOnWriteArrayList<>();
        SeedSource unreliable =
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException(
                                "on purpose: the test of a bad seed source");
                    }
                    return List.of(seed);
                };
        rounds(unreliable, true, taken).start();
        Await.until("a third round", () -> asked.get() == 3);
        assertThat(taken).contains(seed);
    }

    @Test
    void aSourceThatBlocksHoldsUpNothing() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        SeedSource slow =
                () -> {
                    asked.countDown();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                };
        GossipConfig config = GossipConfig.local().cluster("test").bind("127.0.0.1", 0).build();
        GossipDiscovery one = nodes.add(GossipDiscovery.start(config, slow));
        Await.until("it blocks", () -> asked.getCount() == 0);
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        awaitAllKnown(one, two);
        one.close();
        assertThat(one.isRunning()).isFalse();
    }

    @Test
    void aNameLeadsToTheCluster() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        String seed = "localhost:" + one.self().address().port();
        GossipDiscovery two = nodes.start("127.0.0.2", config -> config.seeds(seed));
        awaitAllKnown(one, two);
    }

    private SeedRounds rounds(SeedSource source, boolean alone, List<Address> taken) {
        return new SeedRounds(source, thread, new Random(1), () -> alone, taken::addAll);
    }
}
