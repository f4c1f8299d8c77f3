package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.model.ServiceStatus.DRAINING;
import static io.gossipdiscovery.model.ServiceStatus.STARTING;
import static io.gossipdiscovery.model.ServiceStatus.UP;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GossipServiceRegistryTest {
    private static final Instance CART = Instance.of("cart", "cart-1", "127.0.0.1", 8080);

    private final SingleNode single = new SingleNode();
    private final GossipServiceRegistry registry = new GossipServiceRegistry(single.node);
    private final GossipRegistration registration = new GossipRegistration(CART);

    @AfterEach
    void close() {
        single.close();
    }

    @Test
    void whatIsRegisteredIsAnnouncedUntilItIsTakenBack() {
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UNKNOWN");

        registry.register(registration);
        awaitStatus(UP);
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UP");

        registry.deregister(registration);
        single.await("cart", listings -> listings.isEmpty());
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UP", "DOWN", "OUT_OF_SERVICE", "STARTING", "UNKNOWN", "down", " up "})
    void anOperatorsWordIsAnnounced(String status) {
        registry.register(registration);
        registry.setStatus(registration, status);

        ServiceStatus expected = ServiceStatus.valueOf(status.trim().toUpperCase());
        awaitStatus(expected);
        assertThat(registry.<String>getStatus(registration)).isEqualTo(expected.name());
    }

    @Test
    void cancellingTheOverrideGoesBackToTheApplicationsOwnWord() {
        registration.describe(STARTING);
        registry.register(registration);
        registry.setStatus(registration, "OUT_OF_SERVICE");
        registration.describe(UP);
        registry.register(registration);
        awaitStatus(ServiceStatus.OUT_OF_SERVICE);

        registry.setStatus(registration, "CANCEL_OVERRIDE");

        awaitStatus(UP);
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UP");
    }

    @Test
    void anUpdateReplacesWhatIsRegistered() {
        registration.describe(STARTING);
        registry.register(registration);
        registration.describe(UP);

        assertThat(registry.update(registration)).isTrue();

        awaitStatus(UP);
    }

    @Test
    void anUpdateDoesNotBringBackWhatWasTakenBack() {
        assertThat(registry.update(registration)).isFalse();
        registry.register(registration);
        registry.deregister(registration);

        assertThat(registry.update(registration)).isFalse();

        assertThat(single.node.discovery().registered()).isEmpty();
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UNKNOWN");
    }

    @Test
    void overridesOfWhatIsNotRegisteredAreForgottenBeyondALimit() {
        registry.register(registration);
        registry.setStatus(registration, "DOWN");
        for (int i = 0; i < GossipServiceRegistry.MOST_OVERRIDES; i++) {
            registry.setStatus(numbered(i), "OUT_OF_SERVICE");
        }

        assertThat(registry.of(CART)).contains(ServiceStatus.DOWN);
        assertThat(registry.of(numbered(0).instance())).isEmpty();
        assertThat(registry.of(numbered(1).instance())).contains(ServiceStatus.OUT_OF_SERVICE);
        int last = GossipServiceRegistry.MOST_OVERRIDES - 1;
        assertThat(registry.of(numbered(last).instance())).contains(ServiceStatus.OUT_OF_SERVICE);
    }

    @Test
    void anOperatorsWordOutlastsRegisteringAgain() {
        registry.register(registration);
        registry.setStatus(registration, "DOWN");
        registry.deregister(registration);
        registry.register(registration);

        awaitStatus(ServiceStatus.DOWN);
    }

    @Test
    void anInstanceAboutToStopCannotBeTalkedIntoTakingCalls() {
        registry.register(registration);
        registry.setStatus(registration, "UP");
        registration.describe(DRAINING);
        registry.register(registration);

        awaitStatus(DRAINING);
        registry.setStatus(registration, "UP");
        assertThat(registry.<String>getStatus(registration)).isEqualTo("DRAINING");
    }

    @Test
    void otherWordsAreRefusedWithTheOnesThatExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.setStatus(registration, "SLEEPY"))
                .withMessageContaining("OUT_OF_SERVICE")
                .withMessageContaining("CANCEL_OVERRIDE");
    }

    @Test
    void closingTakesAllBackAndLeavesTheRegistryUsable() {
        registry.register(registration);
        awaitStatus(UP);

        registry.close();
        single.await("cart", listings -> listings.isEmpty());

        registry.register(registration);
        awaitStatus(UP);
    }

    @Test
    void whatIsRegisteredIsAnnouncedInEveryLifeOfTheNode() {
        Instance stopping = Instance.of("cart", "cart-2", "127.0.0.1", 8081).withStatus(DRAINING);
        registry.start();
        registry.register(registration);
        registry.register(new GossipRegistration(stopping));
        registry.stop();
        single.node.stop();
        registry.setStatus(registration, "OUT_OF_SERVICE");

        single.node.start();
        registry.start();

        awaitStatus(ServiceStatus.OUT_OF_SERVICE);
        assertThat(single.node.discovery().registered())
                .extracting(Instance::id)
                .containsExactly("cart-1");
    }

    @Test
    void registeringNothingIsHarmless() {
        registry.register(null);
        registry.deregister(null);
        registry.deregister(registration);

        assertThat(single.node.discovery().registered()).isEmpty();
    }

    private static GossipRegistration numbered(int number) {
        return new GossipRegistration(Instance.of("stock", "stock-" + number, "127.0.0.1", 8080));
    }

    private void awaitStatus(ServiceStatus status) {
        single.await(
                "cart",
                listings -> listings.size() == 1 && listings.get(0).instance().status() == status);
    }
}
