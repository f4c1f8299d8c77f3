package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProtectionConfig;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** A node that nobody answers (reliability 4.4). */
class IsolationTest {
    private static final int MINUTE = 60_000;

    @Test
    void whomNobodyAnswersKeepsItsSuspects() {
        Machine machine = knowing(9, GossipConfig.lan().build());
        machine.run(MINUTE);
        assertThat(machine.swim.isIsolated()).isTrue();
        assertThat(statuses(machine, 9)).containsOnly(Status.SUSPECT);
    }

    @Test
    void afterATimeTheClusterIsReallyGone() {
        Machine machine = knowing(9, GossipConfig.lan().build());
        machine.run(6 * MINUTE);
        assertThat(machine.swim.isIsolated()).isFalse();
        assertThat(statuses(machine, 9)).containsOnly(Status.DEAD);
    }

    @Test
    void amongThreeASilenceSaysNothingAboutUs() {
        Machine machine = knowing(2, GossipConfig.lan().build());
        machine.run(MINUTE);
        assertThat(statuses(machine, 2)).containsOnly(Status.DEAD);
    }

    @Test
    void threeWhoAnswerEndIt() {
        Machine machine = knowing(9, GossipConfig.lan().build());
        machine.run(MINUTE / 2);
        assertThat(machine.swim.isIsolated()).isTrue();
        answerPingsFrom(machine, 1, 2, 3);
        assertThat(machine.swim.isIsolated()).isFalse();
    }

    @Test
    void itCanBeSwitchedOff() {
        Machine machine =
                knowing(
                        9,
                        GossipConfig.lan()
                                .protection(ProtectionConfig.ALL.withIsolationNoticed(false))
                                .build());
        machine.run(3 * MINUTE);
        assertThat(statuses(machine, 9)).containsOnly(Status.DEAD);
    }

    private static void answerPingsFrom(Machine machine, int... members) {
        for (int i = 0; i < 20 && machine.swim.isIsolated(); i++) {
            machine.sent.clear();
            machine.run(1_000);
            for (Machine.Sent sent : List.copyOf(machine.sent)) {
                boolean isTheirs =
                        IntStream.of(members).anyMatch(m -> sent.to().equals(member(m).address()));
                if (isTheirs && sent.message() instanceof Message.Ping ping) {
                    machine.receive(new NodeId(sent.to(), 1), new Message.Ack(ping.sequence(), 0));
                }
            }
        }
    }

    private static List<Status> statuses(Machine machine, int others) {
        return IntStream.rangeClosed(1, others)
                .mapToObj(i -> machine.member(member(i)).status())
                .toList();
    }

    private static NodeId member(int i) {
        return node(i + 1, 1);
    }

    private static Machine knowing(int others, GossipConfig config) {
        Machine machine = new Machine(config);
        for (int i = 1; i <= others; i++) {
            machine.hear(member(i), new Rumor.Alive(member(i), 1));
        }
        return machine;
    }
}
