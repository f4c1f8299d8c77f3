package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class DampingTest {
    private final NodeId[] nodes = new NodeId[20];
    private final Machine machine;
    private NodeId accuser; // or null: another one for each

    DampingTest() {
        Arrays.setAll(nodes, i -> Machine.node(10 + i, 1));
        machine = Machine.knowing(nodes);
    }

    @Test
    void whoeverReturnsThreeTimesIsUnsteady() {
        returns(0, 1, 3);
        assertThat(unsteady()).containsExactly(nodes[0]);
    }

    @Test
    void aReturnOfWhichNothingWasHeardCountsWithTheNext() {
        machine.hear(nodes[0], new Rumor.Alive(nodes[0], 3));
        assertThat(unsteady()).isEmpty();
        returns(0, 1, 1);
        assertThat(unsteady()).containsExactly(nodes[0]);
    }

    @Test
    void howeverManyReturnsAreClaimedAtOnceTwoAreCounted() {
        machine.hear(nodes[0], new Rumor.Alive(nodes[0], 1_000));
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void aDoubtByOneWhoIsUnsteadyDoesNotCount() {
        returns(0, 1, 3);
        accuser = nodes[0];
        returns(1, 2, 3);
        assertThat(unsteady()).containsExactly(nodes[0]);
    }

    @Test
    void whoeverIsUnsteadyForOnesDoubtsMayDoubtThatOne() {
        accuser = nodes[1];
        returns(0, 1, 3);
        accuser = nodes[0];
        returns(1, 2, 3);
        assertThat(unsteady()).containsExactly(nodes[0], nodes[1]);
    }

    @Test
    void aFifthMayBeUnsteadyAndOneMoreMeansThatNobodyIs() {
        returns(0, 4, 3);
        assertThat(unsteady()).containsExactly(nodes[0], nodes[1], nodes[2], nodes[3]);
        returns(4, 5, 3);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void halfWayIsEnoughToShowThatManyAreRestless() {
        returns(1, 5, 2);
        returns(0, 1, 3);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void oneNodeThatDoubtsManyDoesNotClearWhoeverIsUnsteady() {
        accuser = nodes[19];
        returns(1, 10, 2);
        returns(0, 1, 3);
        assertThat(unsteady()).containsExactly(nodes[0]);
    }

    @Test
    void whoReturnsFromSilentDeathIsOnProbation() {
        diesAndReturns(0, 1, Evidence.SILENT);
        assertThat(unsteady()).containsExactly(nodes[0]);
        machine.runAnswered(29_000);
        assertThat(unsteady()).containsExactly(nodes[0]);
        machine.runAnswered(1_500);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void whoWasHungForLongIsTrustedAtOnce() {
        diesAndReturns(0, 1, Evidence.HUNG);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void theNextLifeOfTheDeadIsTrustedAtOnce() {
        machine.kill(nodes[0], nodes[10]);
        machine.hear(nodes[10], new Rumor.Alive(Machine.node(10, 2), 1));
        assertThat(machine.member(nodes[0]).status()).isEqualTo(Status.ALIVE);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void whereManyReturnFromSilentDeathAPartitionHasHealed() {
        diesAndReturns(0, 5, Evidence.SILENT);
        assertThat(unsteady()).isEmpty();
    }

    @Test
    void inASmallClusterTwoMayBeUnsteady() {
        Machine small = Machine.knowing(nodes[0], nodes[1], nodes[2]);
        for (int i = 0; i < 2; i++) {
            for (int time = 1; time <= 3; time++) {
                small.hear(nodes[2], new Rumor.Suspect(nodes[i], time, nodes[2]));
                small.hear(nodes[i], new Rumor.Alive(nodes[i], time + 1));
            }
        }
        assertThat(small.swim.members()).filteredOn(Member::isUnsteady).hasSize(2);
    }

    @Test
    void whoeverGoesOnIsUnsteadyWhenTheOthersHaveCalmedDown() {
        returns(0, 5, 3);
        returns(0, 1, 4);
        assertThat(unsteady()).as("for a while nobody is").isEmpty();
        machine.runAnswered(60_001);
        assertThat(unsteady()).as("what was then is forgotten").isEmpty();
        returns(0, 1, 3);
        assertThat(unsteady()).containsExactly(nodes[0]);
    }

    private void diesAndReturns(int from, int to, Evidence evidence) {
        for (int i = from; i < to; i++) {
            NodeId judge = nodes[10 + i];
            machine.hear(judge, new Rumor.Suspect(nodes[i], 1, judge));
        }
        machine.runAnswered(1_100);
        for (int i = from; i < to; i++) {
            NodeId judge = nodes[10 + i];
            machine.hear(judge, new Rumor.Dead(nodes[i], 1, judge, 0, evidence, null));
            assertThat(machine.member(nodes[i]).status()).isEqualTo(Status.DEAD);
        }
        for (int i = from; i < to; i++) {
            machine.hear(nodes[i], new Rumor.Alive(nodes[i], 2));
        }
    }

    private void returns(int from, int to, int times) {
        for (int i = from; i < to; i++) {
            for (int time = 0; time < times; time++) {
                long incarnation = machine.member(nodes[i]).incarnation();
                NodeId by = accuser != null ? accuser : nodes[10 + i];
                machine.hear(by, new Rumor.Suspect(nodes[i], incarnation, by));
                machine.hear(nodes[i], new Rumor.Alive(nodes[i], incarnation + 1));
            }
        }
    }

    private List<NodeId> unsteady() {
        return machine.swim.members().stream().filter(Member::isUnsteady).map(Member::id).toList();
    }
}
