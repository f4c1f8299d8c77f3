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
                .containsExactly(
                        "datagram.bytes.received",
                        "datagram.bytes.sent",
                        "datagrams.dropped",
                        "datagrams.failed",
                        "datagrams.received",
                        "datagrams.sent",
                        "failures",
                        "rejected.astray",
                        "rejected.capacity",
                        "rejected.ceiling",
                        "rejected.cluster",
                        "rejected.echo",
                        "rejected.foreign",
                        "rejected.malformed",
                        "rejected.oversized",
                        "rejected.truncated",
                        "rejected.type",
                        "rejected.version",
                        "stream.bytes.received",
                        "stream.bytes.sent",
                        "streams.dropped",
                        "streams.failed",
                        "streams.received",
                        "streams.sent");
        assertThat(counters.snapshot().values()).containsOnly(0L);
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
