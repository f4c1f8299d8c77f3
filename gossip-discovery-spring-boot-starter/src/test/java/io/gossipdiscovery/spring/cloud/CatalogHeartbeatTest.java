package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class CatalogHeartbeatTest {
    private final SingleNode single = new SingleNode();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CatalogHeartbeat heartbeat = new CatalogHeartbeat(single.node, this::on);

    @AfterEach
    void close() {
        heartbeat.stop();
        single.close();
    }

    @Test
    void aChangeOfTheCatalogIsToldAfterItIsVisible() {
        heartbeat.start();
        register(1);
        awaitSeen(1);

        Seen last = seen.get(seen.size() - 1);
        assertThat(last.instances).isEqualTo(1);
        assertThat(last.value).isEqualTo(single.node.catalog().version());
        assertThat(last.thread).isEqualTo("gossip-heartbeat");
    }

    @Test
    void valuesOnlyRiseAndManyChangesAreToldTogether() {
        heartbeat.start();
        for (int i = 1; i <= 100; i++) {
            register(i);
        }
        awaitSeen(100);

        assertThat(values()).isSorted().doesNotHaveDuplicates();
        assertThat(seen).hasSizeLessThan(100);
    }

    @Test
    void nothingIsToldWhenNothingChanged() {
        heartbeat.start();
        register(1);
        awaitSeen(1);
        int before = seen.size();

        register(1);
        register(2);
        awaitSeen(2);

        assertThat(seen).hasSize(before + 1);
    }

    @Test
    void whatWasThereBeforeTheStartIsTold() {
        register(1);
        single.await("cart", listings -> listings.size() == 1);

        heartbeat.start();

        awaitSeen(1);
    }

    @Test
    void aListenerThatFailsIsToldOfTheNextChange() {
        List<Object> told = new CopyOnWriteArrayList<>();
        CatalogHeartbeat failing =
                new CatalogHeartbeat(
                        single.node,
                        event -> {
                            told.add(event);
                            throw new IllegalStateException("on purpose");
                        });
        failing.start();
        register(1);
        await().atMost(SingleNode.LIMIT).until(() -> told.size() == 1);
        register(2);
        await().atMost(SingleNode.LIMIT).until(() -> told.size() == 2);
        failing.stop();
    }

    @Test
    void valuesRiseFromLifeToLifeOfTheNode() {
        heartbeat.start();
        register(1);
        awaitSeen(1);

        heartbeat.stop();
        single.node.stop();
        single.node.start();
        heartbeat.start();
        register(1);
        register(2);
        awaitSeen(2);

        assertThat(values()).isSorted().doesNotHaveDuplicates();
    }

    private void register(int number) {
        single.node
                .discovery()
                .register(Instance.of("cart", "cart-" + number, "127.0.0.1", 8000 + number));
    }

    private void awaitSeen(int instances) {
        await().atMost(SingleNode.LIMIT)
                .until(() -> seen.stream().anyMatch(s -> s.instances == instances));
    }

    private List<Long> values() {
        List<Long> values = new ArrayList<>();
        seen.forEach(s -> values.add(s.value));
        return values;
    }

    private void on(Object event) {
        HeartbeatEvent heartbeat = (HeartbeatEvent) event;
        seen.add(
                new Seen(
                        (Long) heartbeat.getValue(),
                        single.node.catalog().all("cart").size(),
                        Thread.currentThread().getName()));
    }

    private record Seen(long value, int instances, String thread) {}
}
