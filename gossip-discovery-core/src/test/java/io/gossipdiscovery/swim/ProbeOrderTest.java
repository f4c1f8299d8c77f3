package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.random.RandomGenerator;

/** The list of those still to be probed, which strangers can fill. */
class ProbeOrderTest {
    @Test
    void whoIsForgottenIsForgottenHereTooInTheEnd() {
        Widest random = new Widest();
        MemberTable table = new MemberTable(random);
        ProbeOrder order = new ProbeOrder(table, random);
        Belief stays = met(table, order, 1);
        for (int i = 2; i < 100_000; i++) {
            table.remove(met(table, order, i));
        }
        assertThat(random.widest).isLessThanOrEqualTo(2 * MemberTable.CAPACITY + 1);
        assertThat(order.next()).isSameAs(stays);
    }

    private static Belief met(MemberTable table, ProbeOrder order, int i) {
        Belief belief = new Belief(Machine.node(i, 1), Status.ALIVE, 1);
        table.add(belief);
        order.insert(belief);
        return belief;
    }

    /** Notes among how many places it was asked to choose. */
    private static final class Widest implements RandomGenerator {
        private final Random random = new Random(1);
        private int widest;

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            widest = Math.max(widest, bound);
            return random.nextInt(bound);
        }
    }
}
