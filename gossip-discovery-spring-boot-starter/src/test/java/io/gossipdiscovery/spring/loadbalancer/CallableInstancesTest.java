package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;
import java.util.List;

/** Whom callers are never sent to, as there is nobody to call. */
class CallableInstancesTest {
    private static final ServiceInstance CALLED = instance("called", 8080);
    private static final ServiceInstance NO_PORT = instance("worker", 0);
    private static final ServiceInstance FOREIGN =
            new DefaultServiceInstance("foreign", "cart", "127.0.0.1", 0, false);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void whoHasNoPortIsLeftOutUnlessAnotherRegistrySaysSo() {
        CallableInstances callable = new CallableInstances(null);
        List<ServiceInstance> all = List.of(CALLED, FOREIGN);

        assertThat(callable.of(all)).isSameAs(all);
        assertThat(callable.of(List.of(NO_PORT, CALLED, FOREIGN))).isEqualTo(all);
        assertThat(callable.of(List.of(NO_PORT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLoadBalancerSendsNobodyThere(boolean quarantine) {
        ConfigurableApplicationContext context =
                applications.start(
                        "shop",
                        "gossip.discovery.load-balancer.quarantine.enabled=" + quarantine,
                        "spring.cloud.discovery.reactive.enabled=" + quarantine);
        GossipNode node = context.getBean(GossipNode.class);
        node.discovery().register(Instance.of("cart", "worker", "127.0.0.1", 0));
        node.discovery().register(Instance.of("cart", "called", "127.0.0.1", 8080));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.catalog().routable("cart").size() == 2);

        assertThat(context.getBean(DiscoveryClient.class).getInstances("cart")).hasSize(2);
        LoadBalancerClient client = context.getBean(LoadBalancerClient.class);
        for (int call = 0; call < 4; call++) {
            assertThat(client.choose("cart").getInstanceId()).isEqualTo("called");
        }
    }

    private static ServiceInstance instance(String id, int port) {
        return new GossipServiceInstance(Instance.of("cart", id, "127.0.0.1", port));
    }
}
