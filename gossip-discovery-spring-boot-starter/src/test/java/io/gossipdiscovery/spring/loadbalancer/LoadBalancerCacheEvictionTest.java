package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What the load balancer chooses from when the catalog changes. */
class LoadBalancerCacheEvictionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Well below the 35 s after which the load balancer would look again by itself. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void itChoosesFromThePresentInstances() {
        ConfigurableApplicationContext context = applications.start("caller");
        register(context, 1);
        register(context, 2);
        awaitListed(context, 2);
        assertThat(chosen(context, "cart")).containsExactlyInAnyOrder("cart-1", "cart-2");

        deregister(context, 1);
        register(context, 3);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(chosen(context, "cart"))
                                        .containsExactlyInAnyOrder("cart-2", "cart-3"));
    }

    @Test
    void namesInAnyCaseAreForgotten() {
        ConfigurableApplicationContext context = applications.start("caller");
        register(context, 1);
        register(context, 2);
        awaitListed(context, 2);
        assertThat(chosen(context, "CART")).hasSize(2);

        deregister(context, 1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(chosen(context, "CART")).containsOnly("cart-2"));
    }

    @Test
    void itCanBeLeftAlone() {
        ConfigurableApplicationContext context =
                applications.start("caller", "gossip.discovery.load-balancer.cache=leave");

        assertThat(context.getBeanProvider(LoadBalancerCacheEviction.class).getIfAvailable())
                .isNull();
    }

    private static Set<String> chosen(ConfigurableApplicationContext context, String service) {
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            ServiceInstance instance = context.getBean(LoadBalancerClient.class).choose(service);
            chosen.add(instance == null ? "none" : instance.getInstanceId());
        }
        return chosen;
    }

    private static void register(ConfigurableApplicationContext context, int number) {
        context.getBean(GossipNode.class).discovery().register(cart(number));
    }

    private static void deregister(ConfigurableApplicationContext context, int number) {
        context.getBean(GossipNode.class).discovery().deregister(cart(number));
    }

    private static Instance cart(int number) {
        return Instance.of("cart", "cart-" + number, "127.0.0.1", 8000 + number);
    }

    private static void awaitListed(ConfigurableApplicationContext context, int count) {
        await().atMost(LIMIT)
                .until(
                        () ->
                                context.getBean(GossipNode.class).catalog().routable("cart").size()
                                        == count);
    }
}
