package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.netty.Counters.Count;
import io.gossipdiscovery.wire.Rejection;

import org.junit.jupiter.api.Test;

import java.util.Optional;

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
                        "dials",
                        "failures",
                        "lifelines.broken",
                        "lifelines.opened",
                        "offers.held-back",
                        "probes.answered",
                        "probes.failed",
                        "probes.received",
                        "refutations",
                        "rounds.held-back",
                        "stream.bytes.received",
                        "stream.bytes.sent",
                        "streams.dropped",
                        "streams.failed",
                        "streams.received",
                        "streams.sent",
                        "suspicions.raised",
                        "suspicions.refuted",
                        "syncs",
                        "verdicts");
        assertThat(counters.snapshot().values()).containsOnly(0L);
    }

    @Test
    void aSuspicionIsOfOneLifeAndEndsInOneWay() {
        Member alive = member(1, Status.ALIVE);
        Member suspect = member(1, Status.SUSPECT);
        counters.memberChanged(null, suspect);
        counters.memberChanged(suspect, member(2, Status.ALIVE));
        counters.memberChanged(alive, alive);
        assertThat(counters.snapshot())
                .containsEntry("suspicions.raised", 0L)
                .containsEntry("suspicions.refuted", 0L);

        counters.memberChanged(alive, suspect);
        counters.memberChanged(suspect, suspect);
        counters.memberChanged(suspect, alive);
        counters.memberChanged(suspect, member(1, Status.DEAD));
        assertThat(counters.snapshot())
                .containsEntry("suspicions.raised", 1L)
                .containsEntry("suspicions.refuted", 1L);
    }

    private static Member member(long generation, Status status) {
        NodeId id = new NodeId(Address.v4(1, 1), generation);
        return new Member(id, status, 1, Optional.empty(), false);
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
