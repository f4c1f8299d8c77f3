package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Random;

/** A helper that cannot send for a while is a helper again afterwards. */
class HelperDutyTest {
    private static final NodeId ASKER = node(2, 100);
    private static final NodeId TARGET = node(3, 100);

    private final Timers timers = new Timers();
    private final Wire wire = new Wire();
    private final HelperDuty duty = duty();

    @Test
    void aRequestThatCouldNotBeServedIsForgottenInTime() {
        wire.isBroken = true;
        for (int i = 0; i < HelperDuty.CAPACITY; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(IllegalStateException.class);
        }
        assertThat(ask()).as("no room").isFalse();
        wire.isBroken = false;
        pass(1_000); // for an answer in time
        pass(1_000); // for a late one
        assertThat(ask()).isTrue();
    }

    @Test
    void aRequesterWhoCannotBeToldOfTheSilenceIsForgottenInTime() {
        for (int i = 0; i < HelperDuty.CAPACITY; i++) {
            ask();
        }
        wire.isBroken = true;
        for (int i = 0; i < HelperDuty.CAPACITY; i++) {
            assertThatThrownBy(() -> pass(200)).isInstanceOf(IllegalStateException.class);
        }
        wire.isBroken = false;
        pass(1_000);
        assertThat(ask()).isTrue();
    }

    private boolean ask() {
        return duty.onPingReq(ASKER, new Message.PingReq(7, TARGET));
    }

    private void pass(long millis) {
        timers.tell(timers.now() + millis * MILLI, Long.MAX_VALUE);
        timers.fireDue();
    }

    private HelperDuty duty() {
        GossipConfig config = GossipConfig.lan().build();
        Random random = new Random(1);
        MemberTable table = new MemberTable(random);
        table.addSelf(new Belief(Machine.SELF, Status.ALIVE, 1));
        table.add(new Belief(ASKER, Status.ALIVE, 1));
        table.add(new Belief(TARGET, Status.ALIVE, 1));
        PacketSender sender = new PacketSender(config, table, new RumorQueue(), timers, wire);
        return new HelperDuty(config, table, sender, timers, random);
    }

    /** Takes whatever it is given, unless it is broken. */
    private static final class Wire implements Outbox {
        private boolean isBroken;

        @Override
        public void datagram(Address to, ByteBuffer packet) {
            if (isBroken) {
                throw new IllegalStateException("no memory for a packet");
            }
        }

        @Override
        public void stream(Address to, ByteBuffer packet) {}

        @Override
        public void openLifeline(Address to, ByteBuffer packet) {}

        @Override
        public void closeLifeline(Address to) {}

        @Override
        public void dial(long number, String host, int port, boolean mayBeLoopback) {}
    }
}
