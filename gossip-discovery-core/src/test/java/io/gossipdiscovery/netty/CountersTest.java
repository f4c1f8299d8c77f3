package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.netty.Counters.Count;
import io.gossipdiscovery.wire.Rejection;

import org.junit.jupiter.api.Test;

class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void theNamesAreStable() {
        assertThat(counters.snapshot().keySet())
                .filteredOn(name -> !name.startsWith("rejected."))
                .containsExactly(
                        "datagram.bytes.received",
                        "datagram.bytes.sent",
                        "datagrams.dropped",
                        "datagrams.failed",
                        "datagrams.received",
                        "datagrams.sent",
                        "failures",
                        "lifelines.broken",
                        "lifelines.opened",
                        "offers.held-back",
                        "probes.received",
                        "rounds.held-back",
                        "stream.bytes.received",
                        "stream.bytes.sent",
                        "streams.dropped",
                        "streams.failed",
                        "streams.received",
                        "streams.sent");
        assertThat(counters.snapshot().values()).containsOnly(0L);
    }

    @Test
    void everyReasonHasANumber() {
        assertThat(counters.snapshot().keySet())
                .filteredOn(name -> name.startsWith("rejected."))
                .hasSize(Rejection.values().length)
                .contains("rejected.foreign", "rejected.oversized", "rejected.capacity");
    }

    @Test
    void eachIsCountedForItself() {
        counters.add(Count.DATAGRAM_BYTES_SENT, 60);
        counters.add(Count.DATAGRAM_BYTES_SENT, 40);
        counters.packetRejected(Address.v4(1, 1), Rejection.FOREIGN);
        counters.failed();
        assertThat(counters.snapshot())
                .containsEntry("datagram.bytes.sent", 100L)
                .containsEntry("rejected.foreign", 1L)
                .containsEntry("failures", 1L)
                .containsEntry("datagrams.sent", 0L);
    }
}
