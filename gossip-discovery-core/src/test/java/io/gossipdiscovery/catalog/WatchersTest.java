package io.gossipdiscovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

class WatchersTest {
    private final CatalogView view = new CatalogView();
    private final List<Throwable> troubles = new ArrayList<>();
    private final Watchers watchers = new Watchers(view::catalog, troubles::add);
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Long> seen = new ArrayList<>();

    @Test
    void theFirstCallShowsThePresentCatalog() {
        publish(1);
        watchers.add(this::note, waiting::add);
        assertThat(seen).as("not on the caller's thread").isEmpty();
        runAll();
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aSlowWatcherSkipsVersionsAndNeverHasMoreThanOneRunWaiting() {
        watchers.add(this::note, waiting::add);
        publish(1);
        publish(2);
        publish(3);
        assertThat(waiting).hasSize(1);
        runAll();
        assertThat(seen).containsExactly(3L);
    }

    @Test
    void callsOfOneWatcherDoNotOverlap() {
        watchers.add(
                catalog -> {
                    if (seen.isEmpty()) {
                        publish(1);
                        publish(2);
                        assertThat(waiting).as("while a call is under way").isEmpty();
                    }
                    note(catalog);
                },
                waiting::add);
        runAll();
        assertThat(seen).containsExactly(0L, 2L);
    }

    @Test
    void anUnchangedCatalogIsNotShownAgain() {
        watchers.add(this::note, waiting::add);
        runAll();
        watchers.changed();
        runAll();
        assertThat(seen).containsExactly(0L);
    }

    @Test
    void anExecutorThatFailsHurtsNobodyElse() {
        RuntimeException thrown = new IllegalStateException("the application's executor");
        boolean[] fails = {true};
        watchers.add(
                this::note,
                task -> {
                    if (fails[0]) {
                        throw thrown;
                    }
                    waiting.add(task);
                });
        watchers.add(this::note, waiting::add);
        runAll();
        fails[0] = false;
        publish(1);
        runAll();
        assertThat(seen).containsExactly(0L, 1L, 1L);
        assertThat(troubles).containsExactly(thrown);
    }

    @Test
    void aWatcherThatThrowsIsReportedAndGoesOn() {
        RuntimeException thrown = new IllegalStateException("the application's");
        watchers.add(
                catalog -> {
                    note(catalog);
                    throw thrown;
                },
                waiting::add);
        watchers.add(this::note, waiting::add);
        runAll();
        publish(1);
        runAll();
        assertThat(seen).containsExactly(0L, 0L, 1L, 1L);
        assertThat(troubles).containsExactly(thrown, thrown);
    }

    @Test
    void noCallBeginsOnceASubscriptionIsClosed() {
        Subscription subscription = watchers.add(this::note, waiting::add);
        subscription.close();
        runAll();
        publish(1);
        assertThat(waiting).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void closingEndsAllWatchesAndThoseToCome() {
        watchers.add(this::note, waiting::add);
        watchers.close();
        watchers.add(this::note, waiting::add);
        runAll();
        assertThat(seen).isEmpty();
    }

    @Test
    void anExecutorThatRefusesIsTriedAgainAtTheNextChange() {
        boolean[] open = {false};
        watchers.add(
                this::note,
                task -> {
                    if (!open[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    waiting.add(task);
                });
        assertThat(troubles).hasSize(1);
        open[0] = true;
        publish(1);
        runAll();
        assertThat(seen).containsExactly(1L);
    }

    private void note(Catalog catalog) {
        seen.add(catalog.version());
    }

    private void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void publish(int version) {
        NodeId id = new NodeId(Address.v4(0x0a000000 + version, 7946), 1);
        Offer offer = Offer.first(Map.of()).next(List.of(Instance.of("s" + version, "i", "h", 80)));
        view.memberChanged(null, new Member(id, Status.ALIVE, 1, Optional.of(offer)));
        assertThat(view.publish()).isTrue();
        assertThat(view.catalog().version()).isEqualTo(version);
        watchers.changed();
    }
}
