package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.node.GossipDiscovery;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

class GossipNodeTest {
    private final GossipNode node =
            new GossipNode(
                    ConfigMapping.toConfig(
                            Settings.of(
                                    "bind.port=0", "seeds=", "cluster=test-" + UUID.randomUUID())),
                    Duration.ofSeconds(1),
                    List.of());

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void beforeItStartsThereIsNothingToSee() {
        assertThat(node.isRunning()).isFalse();
        assertThat(node.life()).isEmpty();
        assertThat(node.catalog()).isSameAs(Catalog.EMPTY);
        assertThatIllegalStateException().isThrownBy(node::discovery);
    }

    @Test
    void eachStartIsANewLife() {
        node.start();
        GossipDiscovery first = node.discovery();
        node.stop();
        assertThat(first.isRunning()).isFalse();
        assertThat(node.life()).isEmpty();

        node.start();

        assertThat(node.discovery()).isNotSameAs(first);
        assertThat(node.discovery().isRunning()).isTrue();
    }

    @Test
    void aLaterLifeKeepsAllSettingsButThePort() {
        GossipNode unverified =
                new GossipNode(
                        ConfigMapping.toConfig(
                                Settings.of(
                                        "bind.port=0",
                                        "seeds=",
                                        "advertise.verify=false",
                                        "cluster=test-" + UUID.randomUUID())),
                        Duration.ofSeconds(1),
                        List.of());
        try (unverified) {
            unverified.start();
            int port = unverified.discovery().self().address().port();
            unverified.stop();
            unverified.start();

            BindConfig bind = unverified.discovery().config().bind();
            assertThat(bind.firstPort()).isEqualTo(port);
            assertThat(bind.isVerified()).isFalse();
        }
    }

    @Test
    void startingTwiceIsOneLife() {
        node.start();
        GossipDiscovery first = node.discovery();
        node.start();

        assertThat(node.discovery()).isSameAs(first);
    }

    @Test
    void theLastCatalogStaysReadable() {
        node.start();
        node.discovery().register(Instance.of("cart", "cart-1", "127.0.0.1", 8080));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.catalog().routable("cart").size() == 1);

        node.close();

        assertThat(node.catalog().services()).isNotNull();
        assertThat(node.isRunning()).isFalse();
    }

    @Test
    void closingAndStoppingAgainIsHarmless() {
        node.start();
        node.stop();
        node.stop();
        node.close();
        node.close();

        assertThat(node.isRunning()).isFalse();
    }
}
