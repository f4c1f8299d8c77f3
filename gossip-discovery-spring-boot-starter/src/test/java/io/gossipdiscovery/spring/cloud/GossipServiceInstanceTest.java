package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.loadbalancer.LoadBalancerUriTools;

import java.net.URI;
import java.util.Map;

class GossipServiceInstanceTest {
    private static final Instance CART = Instance.of("Cart", "cart-1", "127.0.0.1", 8080);

    @Test
    void itSaysWhatItsOwnerSays() {
        GossipServiceInstance instance =
                new GossipServiceInstance(
                        CART.withVersion("1.2").withMetadata(Map.of("zone", "n1")));

        assertThat(instance.getServiceId()).isEqualTo("Cart");
        assertThat(instance.getInstanceId()).isEqualTo("cart-1");
        assertThat(instance.getScheme()).isEqualTo("http");
        assertThat(instance.getUri()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(instance.getMetadata()).isEqualTo(Map.of("zone", "n1", "version", "1.2"));
    }

    @Test
    void metadataIsNeverNull() {
        assertThat(new GossipServiceInstance(CART).getMetadata()).isEmpty();
    }

    @Test
    void secureMeansHttps() {
        GossipServiceInstance instance = new GossipServiceInstance(CART.withSecure(true));

        assertThat(instance.getScheme()).isEqualTo("https");
        assertThat(instance.getUri()).isEqualTo(URI.create("https://127.0.0.1:8080"));
    }

    @Test
    void anIpv6HostIsInBracketsWhereverCallersUseIt() {
        GossipServiceInstance instance =
                new GossipServiceInstance(Instance.of("cart", "1", "fd00::8", 8080));

        assertThat(instance.getHost()).isEqualTo("[fd00::8]");
        assertThat(instance.getUri()).isEqualTo(URI.create("http://[fd00::8]:8080"));
        assertThat(LoadBalancerUriTools.reconstructURI(instance, URI.create("http://cart/x?y=z")))
                .isEqualTo(URI.create("http://[fd00::8]:8080/x?y=z"));
    }

    @Test
    void instancesAreEqualByValueWhateverTheirStatus() {
        GossipServiceInstance one = new GossipServiceInstance(CART);
        GossipServiceInstance other =
                new GossipServiceInstance(CART.withStatus(ServiceStatus.OUT_OF_SERVICE));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one)
                .isNotEqualTo(new GossipServiceInstance(CART.withSecure(true)))
                .isNotEqualTo(new GossipServiceInstance(CART.withMetadata(Map.of("a", "b"))))
                .isNotEqualTo(
                        new GossipServiceInstance(Instance.of("Cart", "2", "127.0.0.1", 8080)));
    }

    @Test
    void aHostThatNobodyCanCallIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new GossipServiceInstance(Instance.of("cart", "1", "no host", 80)));
    }
}
