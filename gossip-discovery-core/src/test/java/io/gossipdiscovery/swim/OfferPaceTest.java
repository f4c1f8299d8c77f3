package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.MILLI;
import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.wire.Message;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Whatever an application does in a loop, others hear of it at a bounded rate (S57). */
class OfferPaceTest {
    private static final NodeId A = node(2, 100);

    private final Machine machine = Machine.knowing(A);

    @Test
    void theFirstFewChangesGoAtOnce() {
        for (int i = 1; i <= OfferPace.BURST; i++) {
            offer(named(i));
            assertThat(told().instances()).containsExactly(named(i));
        }
        assertThat(machine.heldBack).isZero();
    }

    @Test
    void aLoopOfChangesBecomesAFewOffersASecondAndTheLastIsTold() {
        for (int i = 1; i <= 10_000; i++) {
            offer(named(i));
            machine.run(1);
        }
        long rate = 10_000 * MILLI / OfferPace.INTERVAL_NANOS;
        assertThat(told().version()).isBetween(rate, 1 + OfferPace.BURST + rate);
        assertThat(machine.heldBack).isGreaterThan(9_900);
        machine.run(400);
        assertThat(told().instances()).containsExactly(named(10_000));
    }

    @Test
    void aChangeThatIsTakenBackIsNeverTold() {
        exhaust();
        Offer before = told();
        offer(named(77));
        machine.swim.offer(machine.now, before.instances());
        machine.run(2_000);
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void drainingDoesNotWait() {
        for (int i = 1; i <= 1_000; i++) {
            offer(named(i));
            machine.run(1);
        }
        Instance draining = named(1_000).withStatus(ServiceStatus.DRAINING);
        offer(draining);
        assertThat(told().instances()).containsExactly(draining);
    }

    @Test
    void neitherDoesWithdrawing() {
        exhaust();
        machine.swim.offer(machine.now, List.of());
        assertThat(told().instances()).isEmpty();
    }

    @Test
    void evenRetreatsHaveALimit() {
        exhaust();
        long before = told().version();
        for (int i = 0; i < 200; i++) {
            machine.swim.offer(machine.now, all(200 - i)); // each time another one retreats
        }
        assertThat(told().version() - before).isLessThanOrEqualTo(OfferPace.URGENT_BURST);
    }

    @Test
    void whatIsTooLargeIsRefusedAtOnceAlsoWhereItWouldWait() {
        exhaust();
        Offer before = told();
        List<Instance> huge =
                IntStream.range(0, 100)
                        .mapToObj(i -> named(i).withMetadata(Map.of("k", "v".repeat(1000))))
                        .toList();
        assertThatThrownBy(() -> machine.swim.offer(machine.now, huge))
                .isInstanceOf(IllegalArgumentException.class);
        machine.run(1_000);
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void whoeverWaitsForItToBeSeenWaitsForWhatIsHeldBack() {
        exhaust();
        long told = told().version();
        offer(named(99));
        machine.swim.awaitVisible(machine.now, 1, 1.0, 60_000 * MILLI);
        machine.receive(A, new Message.Ack(1, 0, told));
        machine.receive(A, new Message.Ack(1, machine.swim.viewHash(), told));
        assertThat(machine.waits).isEmpty();
        machine.run(400);
        assertThat(told().instances()).containsExactly(named(99));
        machine.receive(A, new Message.Ack(1, 0, told + 1));
        assertThat(machine.waits).containsExactly(Map.entry(1L, new Visibility(1, 1)));
    }

    @Test
    void whatIsHeldBackAndTakenBackIsNotWaitedFor() {
        exhaust();
        Offer before = told();
        offer(named(99));
        machine.swim.awaitVisible(machine.now, 1, 1.0, 60_000 * MILLI);
        machine.swim.offer(machine.now, before.instances());
        machine.receive(A, new Message.Ack(1, 0, before.version()));
        assertThat(machine.waits).containsExactly(Map.entry(1L, new Visibility(1, 1)));
    }

    private void exhaust() {
        for (int i = 1; i <= OfferPace.BURST; i++) {
            offer(named(i));
        }
    }

    private void offer(Instance instance) {
        machine.swim.offer(machine.now, List.of(instance));
    }

    private Offer told() {
        return machine.member(SELF).offer().orElseThrow();
    }

    private static List<Instance> all(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Instance.of("service", "id-" + i, "host", 1))
                .toList();
    }

    private static Instance named(int version) {
        return Instance.of("service", "i", "host", 1).withVersion("v" + version);
    }
}
