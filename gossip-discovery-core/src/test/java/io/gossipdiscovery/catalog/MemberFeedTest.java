package io.gossipdiscovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.MemberEvent.Kind;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Every change in order; and where that is too much, the present and a clear word about it. */
class MemberFeedTest {
    private final Map<Address, Member> truth = new LinkedHashMap<>();
    private final List<Throwable> troubles = new ArrayList<>();
    private final MemberFeed feed = new MemberFeed(troubles::add);
    private final List<MemberEvent> told = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Test
    void aListenerIsToldThePresentFirstAndThenEveryChangeInOrder() {
        change(1, Status.ALIVE, 1);
        listen();
        turn();
        change(2, Status.ALIVE, 1);
        change(1, Status.SUSPECT, 1);
        turn();
        change(1, Status.DEAD, 1);
        turn();
        runAll();
        assertThat(told.get(0))
                .isEqualTo(new MemberEvent.Present(1, 0, List.of(member(1, Status.ALIVE, 1))));
        assertThat(kinds()).containsExactly(Kind.JOINED, Kind.SUSPECTED, Kind.DIED);
        assertThat(told).extracting(MemberEvent::sequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void eachChangeHasItsMeaning() {
        Member alive = member(1, Status.ALIVE, 1);
        Member offering =
                new Member(alive.id(), Status.ALIVE, 1, Optional.of(Offer.first(Map.of())));
        Member later =
                new Member(new NodeId(alive.id().address(), 9), Status.ALIVE, 1, Optional.empty());
        assertThat(Kind.of(alive, offering)).isEqualTo(Kind.OFFER_CHANGED);
        assertThat(Kind.of(alive, member(1, Status.ALIVE, 2))).isEqualTo(Kind.REAFFIRMED);
        assertThat(Kind.of(new Member(alive.id(), Status.ALIVE, 1, Optional.empty(), true), alive))
                .isEqualTo(Kind.REAFFIRMED);
        assertThat(Kind.of(alive, later)).isEqualTo(Kind.NEW_LIFE);
        assertThat(Kind.of(member(1, Status.SUSPECT, 1), member(1, Status.ALIVE, 2)))
                .isEqualTo(Kind.TRUSTED);
        assertThat(Kind.of(member(1, Status.DEAD, 1), member(1, Status.ALIVE, 2)))
                .isEqualTo(Kind.RETURNED);
        assertThat(Kind.of(alive, member(1, Status.LEFT, 1))).isEqualTo(Kind.LEFT);
        assertThat(Kind.of(null, member(1, Status.DEAD, 1))).isEqualTo(Kind.DIED);
        assertThat(Kind.of(member(1, Status.DEAD, 1), null)).isEqualTo(Kind.FORGOTTEN);
    }

    @Test
    void whoeverLagsTooFarIsToldThePresentAndHowMuchWasLost() {
        listen();
        turn();
        runAll();
        told.clear();
        for (int i = 1; i <= MemberFeed.CAPACITY + 10; i++) {
            change(i, Status.ALIVE, 1);
            turn();
        }
        runAll();
        assertThat(told).hasSize(1 + 9);
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        MemberEvent.Present.class,
                        present -> {
                            assertThat(present.lost()).isEqualTo(MemberFeed.CAPACITY + 1);
                            assertThat(present.members()).hasSize(MemberFeed.CAPACITY + 1);
                        });
        assertThat(folded()).containsExactlyElementsOf(truth.values());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoeverAppliesTheEventsHasWhatIsBelieved(long seed) {
        Random random = new Random(seed);
        listen();
        for (int i = 0; i < 20_000; i++) {
            changeAny(random);
            if (random.nextInt(4) == 0) {
                turn();
            }
            if (random.nextInt(seed % 2 == 0 ? 8 : 3000) == 0) {
                runAll();
            }
        }
        turn();
        runAll();
        assertThat(folded()).containsExactlyElementsOf(truth.values());
        long last = -1;
        for (MemberEvent event : told) {
            boolean isNext = event instanceof MemberEvent.Present || event.sequence() == last + 1;
            assertThat(isNext).as("%s after %d", event, last).isTrue();
            last = event.sequence();
        }
    }

    @Test
    void aListenerThatThrowsGoesOn() {
        MemberFeed.Listener bad =
                feed.listener(
                        event -> {
                            told.add(event);
                            throw new IllegalStateException("on purpose");
                        },
                        tasks::add);
        feed.enroll(bad);
        turn();
        runAll();
        change(1, Status.ALIVE, 1);
        turn();
        runAll();
        assertThat(told).hasSize(2);
        assertThat(troubles).hasSize(2);
    }

    @Test
    void afterItsEndAListenerIsToldNothing() {
        Subscription subscription = listen();
        turn();
        runAll();
        told.clear();
        change(1, Status.ALIVE, 1);
        turn();
        subscription.close();
        runAll();
        change(2, Status.ALIVE, 1);
        turn();
        runAll();
        assertThat(told).isEmpty();
    }

    private Subscription listen() {
        MemberFeed.Listener listener = feed.listener(told::add, tasks::add);
        feed.enroll(listener);
        return listener;
    }

    private void turn() {
        if (feed.publish(() -> List.copyOf(truth.values()))) {
            feed.wake();
        }
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void changeAny(Random random) {
        int i = random.nextInt(40);
        Member before = truth.get(member(i, Status.ALIVE, 1).id().address());
        if (before != null && !before.status().isLive() && random.nextBoolean()) {
            truth.remove(before.id().address());
            feed.memberChanged(before, null);
        } else {
            Status[] all = Status.values();
            change(i, all[random.nextInt(all.length)], random.nextInt(1000));
        }
    }

    private void change(int i, Status status, long incarnation) {
        Member after = member(i, status, incarnation);
        feed.memberChanged(truth.put(after.id().address(), after), after);
    }

    private List<Kind> kinds() {
        return told.stream()
                .filter(MemberEvent.Change.class::isInstance)
                .map(event -> ((MemberEvent.Change) event).kind())
                .toList();
    }

    private Collection<Member> folded() {
        Map<Address, Member> members = new LinkedHashMap<>();
        for (MemberEvent event : told) {
            if (event instanceof MemberEvent.Present present) {
                members.clear();
                present.members().forEach(member -> members.put(member.id().address(), member));
            } else if (event instanceof MemberEvent.Change change && change.after() != null) {
                members.put(change.after().id().address(), change.after());
            } else if (event instanceof MemberEvent.Change change) {
                members.remove(change.before().id().address());
            }
        }
        return members.values();
    }

    private static Member member(int i, Status status, long incarnation) {
        NodeId id = new NodeId(Address.v4(0x0a000000 + i, 7946), 1);
        return new Member(id, status, incarnation, Optional.empty());
    }
}
