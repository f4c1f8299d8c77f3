package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;

import java.time.Duration;
import java.util.List;

class GossipDiscoveryClientTest {
    private final SingleNode single = new SingleNode();
    private final GossipDiscoveryClient client = new GossipDiscoveryClient(single.node, 7);
    private final GossipReactiveDiscoveryClient reactive =
            new GossipReactiveDiscoveryClient(client);

    @AfterEach
    void close() {
        single.close();
    }

    @Test
    void anUnknownServiceHasNoInstances() {
        assertThat(client.getInstances("nobody")).isEmpty();
        assertThat(instances("nobody")).isEmpty();
    }

    @Test
    void servicesAreFoundInAnyCaseAndToldAsTheirOwnersWriteThem() {
        register(Instance.of("Cart", "cart-1", "127.0.0.1", 8080));

        assertThat(client.getServices()).containsExactly("Cart");
        assertThat(client.getInstances("CART")).hasSize(1).isEqualTo(client.getInstances("cart"));
        assertThat(client.getInstances("cart").get(0).getServiceId()).isEqualTo("Cart");
        assertThat(instances("cArT")).isEqualTo(client.getInstances("Cart"));
        assertThat(reactive.getServices().collectList().block(SingleNode.LIMIT))
                .containsExactly("Cart");
    }

    @Test
    void theAnswerIsTheSameObjectAsLongAsNothingChanged() {
        register(Instance.of("cart", "cart-1", "127.0.0.1", 8080));
        List<ServiceInstance> before = client.getInstances("cart");

        register(Instance.of("stock", "stock-1", "127.0.0.1", 8081));

        assertThat(client.getInstances("cart")).isSameAs(before);
        register(Instance.of("cart", "cart-2", "127.0.0.1", 8082));
        assertThat(client.getInstances("cart")).hasSize(2).isNotSameAs(before);
    }

    @Test
    void onlyThoseThatAreUpAreTold() {
        Instance cart = Instance.of("cart", "cart-1", "127.0.0.1", 8080);
        for (ServiceStatus status : ServiceStatus.values()) {
            register(cart.withStatus(status));
            assertThat(client.getInstances("cart"))
                    .as(status.name())
                    .hasSize(status == ServiceStatus.UP ? 1 : 0);
        }
    }

    @Test
    void anInstanceThatNobodyCanCallCostsOnlyItself() {
        register(Instance.of("cart", "cart-1", "no host", 8080));
        register(Instance.of("cart", "cart-2", "127.0.0.1", 8080));

        assertThat(client.getInstances("cart"))
                .extracting(ServiceInstance::getInstanceId)
                .containsExactly("cart-2");
    }

    @Test
    void theLastAnswerStaysWhenTheNodeIsGoneButTheProbeSaysSo() {
        register(Instance.of("cart", "cart-1", "127.0.0.1", 8080));
        client.probe();
        reactive.reactiveProbe().block(SingleNode.LIMIT);

        single.close();

        assertThat(client.getInstances("cart")).hasSize(1);
        assertThatIllegalStateException().isThrownBy(client::probe);
        assertThatIllegalStateException()
                .isThrownBy(() -> reactive.reactiveProbe().block(Duration.ofSeconds(5)));
    }

    @Test
    void bothClientsDescribeAndOrderThemselvesAlike() {
        assertThat(client.description()).isEqualTo("Gossip Discovery Client");
        assertThat(reactive.description()).isEqualTo(client.description());
        assertThat(client.getOrder()).isEqualTo(7);
        assertThat(reactive.getOrder()).isEqualTo(7);
    }

    private void register(Instance instance) {
        single.node.discovery().register(instance);
        single.await(
                instance.service(),
                listings -> listings.stream().anyMatch(l -> l.instance().equals(instance)));
    }

    private List<ServiceInstance> instances(String service) {
        return reactive.getInstances(service).collectList().block(SingleNode.LIMIT);
    }
}
