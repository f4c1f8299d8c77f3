package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;

class ByteBudgetTest {
    private static final int RATE = 16 * 1024;
    private static final long SECOND = 1_000_000_000L;
    private static final Address TO = Machine.node(2, 1).address();

    private static final Outbox NOWHERE =
            new Outbox() {
                @Override
                public void datagram(Address to, ByteBuffer packet) {}

                @Override
                public void stream(Address to, ByteBuffer packet) {}

                @Override
                public void openLifeline(Address to, ByteBuffer packet) {}

                @Override
                public void closeLifeline(Address to) {}

                @Override
                public void dial(long number, String host, int port, boolean mayBeLoopback) {}
            };

    /** Clocks of machines begin anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1L << 50, 1L << 50})
    void aSecondsWorthMayGoAtOnceAndThenAsMuchAsComes(long began) {
        Timers timers = new Timers();
        timers.begin(began);
        ByteBudget budget = new ByteBudget(RATE, timers, NOWHERE);
        budget.start();
        budget.datagram(TO, ByteBuffer.allocate(RATE - 1));
        assertThat(budget.waitNanos()).isZero();
        budget.datagram(TO, ByteBuffer.allocate(1 + RATE / 2));
        assertThat(budget.waitNanos()).isBetween(SECOND / 2, SECOND / 2 + 10);
        timers.tell(began + budget.waitNanos(), Long.MAX_VALUE);
        assertThat(budget.waitNanos()).isZero();
    }

    @Test
    void oneLargeAnswerDoesNotSilenceUsForLongerThanASecond() {
        Timers timers = new Timers();
        ByteBudget budget = new ByteBudget(RATE, timers, NOWHERE);
        budget.start();
        budget.stream(TO, ByteBuffer.allocate(100 * RATE));
        assertThat(budget.waitNanos()).isBetween(SECOND, SECOND + 10);
    }

    @Test
    void probesAreAnsweredOnCreditAndRumorsWait() {
        Machine machine = new Machine(config(RATE));
        for (int i = 2; i < 12; i++) {
            machine.hear(Machine.node(i, 1), new Rumor.Alive(Machine.node(i, 1), 1));
        }
        machine.run(3_000);
        machine.sent.clear();
        for (int i = 0; i < 1_000; i++) {
            machine.receive(Machine.node(2, 1), new Message.Ping(i, 0));
        }
        assertThat(machine.take(Message.Ack.class)).hasSize(1_000);
        machine.sent.clear();
        machine.hear(Machine.node(3, 1), new Rumor.Alive(Machine.node(3, 1), 2));
        machine.run(100);
        assertThat(machine.roundsHeldBack).isPositive();
        assertThat(machine.take(Message.Gossip.class)).isEmpty();
        machine.run(2_000);
        assertThat(machine.told(Rumor.Alive.class))
                .contains(new Rumor.Alive(Machine.node(3, 1), 2));
    }

    @Test
    void aRefutationDoesNotWait() {
        Machine machine = new Machine(config(RATE));
        machine.hear(Machine.node(2, 1), new Rumor.Alive(Machine.node(2, 1), 1));
        machine.run(3_000);
        for (int i = 0; i < 1_000; i++) {
            machine.receive(Machine.node(2, 1), new Message.Ping(i, 0));
        }
        machine.sent.clear();
        machine.hear(Machine.node(2, 1), new Rumor.Suspect(Machine.SELF, 1, Machine.node(2, 1)));
        machine.run(20);
        assertThat(machine.told(Rumor.Alive.class)).contains(new Rumor.Alive(Machine.SELF, 2));
    }

    private static GossipConfig config(int bytesPerSecond) {
        GossipConfig.Builder lan = GossipConfig.lan();
        return lan.dissemination(lan.dissemination().withBytesPerSecond(bytesPerSecond)).build();
    }
}
