package io.gossipdiscovery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

class InstanceTest {
    private final Instance instance = Instance.of("orders", "orders-1", "10.0.0.1", 8080);

    @Test
    void metadataIsCopiedAndOrdered() {
        Map<String, String> given = new HashMap<>(Map.of("b", "2", "a", "1"));
        Instance with = instance.withMetadata(given);
        given.put("c", "3");
        assertThat(with.metadata()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @Test
    void identityIsServiceAndIdWhateverTheCase() {
        assertThat(Instance.of("ORDERS", "orders-1", "10.0.0.2", 1).key())
                .isEqualTo(instance.key());
        assertThat(Instance.of("orders", "orders-2", "10.0.0.1", 8080).key())
                .isNotEqualTo(instance.key());
    }

    @Test
    void whatIsBeyondTheLimitsIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Instance.of("x".repeat(129), "i", "h", 1))
                .withMessageContaining("service name")
                .withMessageContaining("128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Instance.of("s", " ", "h", 1))
                .withMessageContaining("instance id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Instance.of("s", "i", "h", 70_000))
                .withMessageContaining("port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.withMetadata(Map.of("k", "v".repeat(1025))))
                .withMessageContaining("'k'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.withMetadata(Map.of("k", "line\nbreak")))
                .withMessageContaining("control character");
    }

    @Test
    void metadataHasALimitAsAWhole() {
        Map<String, String> large = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            large.put("k" + i, "v".repeat(1000));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.withMetadata(large))
                .withMessageContaining("4096");
    }

    @Test
    void anOfferRaisesItsVersionAtEveryChange() {
        Offer offer = Offer.first(Map.of(Offer.ZONE, "a"));
        assertThat(offer.version()).isEqualTo(1);
        assertThat(offer.next(Collections.singletonList(instance)).version()).isEqualTo(2);
        assertThat(offer.next(Collections.singletonList(instance)).labels())
                .containsEntry(Offer.ZONE, "a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> offer.next(Collections.nCopies(257, instance)))
                .withMessageContaining("256");
    }
}
