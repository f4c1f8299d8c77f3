package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipDiscoveryClient;
import io.gossipdiscovery.spring.cloud.SingleNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.loadbalancer.core.DiscoveryClientServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.mock.env.MockEnvironment;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The stream of a service's instances that does not end. */
class LiveInstancesTest {
    private final SingleNode single = new SingleNode();
    private final GossipNode node = single.node();
    private final TouchedServices touched = new TouchedServices(node);
    private final List<List<String>> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();

    LiveInstancesTest() {
        touched.start();
    }

    @AfterEach
    void close() {
        touched.stop();
        single.close();
    }

    @Test
    void itTellsThePresentInstancesAndEveryChange() {
        Disposable watch = watch(new GossipDiscoveryClient(node, 0), "CART", null);
        awaitLatest(List.of());

        register("cart", 1);
        awaitLatest(List.of("cart-1"));
        register("stock", 2);
        register("cart", 3);
        awaitLatest(List.of("cart-1", "cart-3"));
        node.discovery().deregister(instance("cart", 1));
        awaitLatest(List.of("cart-3"));

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(ends).hasValue(0);
        watch.dispose();
        register("cart", 4);
        awaitLatest(List.of("cart-3"));
    }

    @Test
    void itGoesOnInTheNodesNextLives() {
        watch(new GossipDiscoveryClient(node, 0), "cart", null);
        for (int life = 1; life <= 3; life++) {
            register("cart", life);
            awaitLatest(List.of("cart-" + life));
            touched.stop();
            node.stop();
            node.start();
            touched.start();
            awaitLatest(List.of());
        }

        assertThat(ends).hasValue(0);
    }

    @Test
    void otherClientsAreAskedAgainAfterATimeWhereThatIsWanted() {
        AtomicInteger asked = new AtomicInteger();

        watch(new Counting(asked), "cart", Duration.ofMillis(20));

        awaitLatest(List.of("foreign-5"));
        assertThat(ends).hasValue(0);
    }

    private Disposable watch(DiscoveryClient client, String service, Duration every) {
        MockEnvironment environment =
                new MockEnvironment().withProperty("loadbalancer.client.name", service);
        ServiceInstanceListSupplier base =
                new DiscoveryClientServiceInstanceListSupplier(client, environment);
        Flux<List<ServiceInstance>> lists = new LiveInstances(base, touched, every).get();
        return lists.doOnTerminate(ends::incrementAndGet)
                .subscribe(
                        list ->
                                seen.add(
                                        list.stream()
                                                .map(ServiceInstance::getInstanceId)
                                                .toList()));
    }

    private void awaitLatest(List<String> expected) {
        await().atMost(SingleNode.LIMIT)
                .untilAsserted(() -> assertThat(seen).last().isEqualTo(expected));
    }

    private void register(String service, int number) {
        node.discovery().register(instance(service, number));
    }

    private static Instance instance(String service, int number) {
        return Instance.of(service, service + "-" + number, "127.0.0.1", 8000 + number);
    }

    /** Another registry's client, whose instances change silently, up to the fifth answer. */
    private record Counting(AtomicInteger asked) implements DiscoveryClient {
        @Override
        public String description() {
            return "counting";
        }

        @Override
        public List<ServiceInstance> getInstances(String service) {
            int answer = Math.min(asked.incrementAndGet(), 5);
            return List.of(
                    new DefaultServiceInstance(
                            "foreign-" + answer, service, "127.0.0.1", answer, false));
        }

        @Override
        public List<String> getServices() {
            return List.of("cart");
        }
    }
}
