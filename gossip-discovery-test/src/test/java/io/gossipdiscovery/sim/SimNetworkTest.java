package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.function.Consumer;

/** What the network does to packets, seen from what a cluster's nodes send and hear. */
class SimNetworkTest {
    private static final int SENT = 2000;

    @Test
    void aCalmNetworkDeliversEverythingOnceAndSoon() {
        Wire wire = new Wire(LinkQuality.calm());
        wire.send(SENT, 100);
        assertThat(wire.received()).isEqualTo(SENT);
        assertThat(wire.lastNanos()).isBetween(100_000L, 500_000L);
    }

    @Test
    void lossTakesAboutAsManyAsAsked() {
        Wire wire = new Wire(LinkQuality.calm().withLoss(0.2));
        wire.send(SENT, 100);
        assertThat(wire.received()).isBetween(SENT * 7 / 10, SENT * 9 / 10);
    }

    @Test
    void duplicatesComeOnTop() {
        Wire wire = new Wire(LinkQuality.calm().withDuplication(0.5));
        wire.send(SENT, 100);
        assertThat(wire.received()).isBetween(SENT * 14 / 10, SENT * 16 / 10);
    }

    @Test
    void spreadDelaysReorder() {
        Wire wire =
                new Wire(LinkQuality.calm().withDelay(Duration.ofMillis(1), Duration.ofMillis(90)));
        wire.send(SENT, 100);
        assertThat(wire.received()).isEqualTo(SENT);
        assertThat(wire.isInOrder()).isFalse();
    }

    @Test
    void corruptionSpoilsSomeAndLeavesTheRestAlone() {
        Wire wire = new Wire(LinkQuality.calm().withCorruption(0.1));
        wire.send(SENT, 100);
        assertThat(wire.received()).isEqualTo(SENT);
        assertThat(wire.intact()).isBetween(SENT * 85 / 100, SENT * 95 / 100);
    }

    @Test
    void aBlockedDirectionLetsNothingThroughAndTheOtherDoes() {
        expect(network -> network.block(0, 1), 0, SENT);
        expect(network -> network.mute(0), 0, SENT);
        expect(network -> network.deafen(0), SENT, 0);
        expect(network -> network.isolate(0), 0, 0);
    }

    @Test
    void aHealedNetworkIsOpen() {
        Wire wire = new Wire(LinkQuality.calm());
        wire.network().isolate(0);
        assertThat(wire.network().isOpen(0, 1)).isFalse();
        wire.network().heal();
        assertThat(wire.network().isOpen(0, 1)).isTrue();
        wire.send(SENT, 100);
        assertThat(wire.received()).isEqualTo(SENT);
    }

    @Test
    void oneLinkMayBeWorseThanTheOthers() {
        Wire wire = new Wire(LinkQuality.calm());
        wire.network().quality(0, 1, LinkQuality.calm().withLoss(1));
        wire.send(SENT, 100);
        wire.sendBack(SENT);
        assertThat(wire.received()).isZero();
        assertThat(wire.receivedBack()).isEqualTo(SENT);
        assertThat(wire.network().isOpen(0, 1)).isFalse();
    }

    @Test
    void streamsAreLateUnderLossButComeWhole() {
        Wire wire = new Wire(LinkQuality.calm().withLoss(0.2));
        for (int i = 0; i < 200; i++) {
            wire.stream(10_000);
        }
        wire.run();
        assertThat(wire.received()).isGreaterThan(190);
        assertThat(wire.intact()).isEqualTo(wire.received());
        assertThat(wire.lastNanos()).isGreaterThan(200_000_000L);
    }

    @Test
    void aStreamNeedsBothDirections() {
        Wire wire = new Wire(LinkQuality.calm());
        wire.network().block(1, 0);
        wire.stream(10_000);
        wire.run();
        assertThat(wire.received()).isZero();
    }

    private static void expect(Consumer<SimNetwork> fault, int there, int back) {
        Wire wire = new Wire(LinkQuality.calm());
        fault.accept(wire.network());
        wire.send(SENT, 100);
        wire.sendBack(SENT);
        assertThat(wire.received()).isEqualTo(there);
        assertThat(wire.receivedBack()).isEqualTo(back);
    }
}
