package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.Map;

class CommonsTest {
    private final Commons commons = new Commons();

    @Test
    void equalLivesAreKeptOnce() {
        NodeId first = commons.id(Machine.node(1, 7));
        assertThat(commons.id(Machine.node(1, 7))).isSameAs(first);
        assertThat(commons.id(Machine.node(1, 8))).isEqualTo(Machine.node(1, 8));
    }

    @Test
    void equalOffersAreKeptOnce() {
        HeldOffer first = commons.offer(told(1, "a"));
        assertThat(first.offer()).isEqualTo(Offer.first(Map.of(Offer.ZONE, "a")));
        assertThat(commons.offer(told(1, "a"))).isSameAs(first);
    }

    @Test
    void anAlteredOfferIsReadForItself() {
        commons.offer(told(1, "a"));
        assertThat(commons.offer(told(1, "b")).offer().labels()).containsEntry(Offer.ZONE, "b");
        assertThat(commons.offer(told(2, "a")).offer().version()).isEqualTo(2);
    }

    @Test
    void whatCannotBeAnOfferIsNone() {
        assertThat(commons.offer(new Rumor.Offered(Machine.node(1, 7), 1, new byte[] {9})))
                .isNull();
    }

    private static Rumor.Offered told(long version, String zone) {
        byte[] content = OfferCodec.encode(Offer.first(Map.of(Offer.ZONE, zone)));
        return new Rumor.Offered(Machine.node(1, 7), version, content);
    }
}
