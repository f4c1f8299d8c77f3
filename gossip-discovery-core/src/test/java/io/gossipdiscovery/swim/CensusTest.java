package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Machines that begin with knowing the same members, and share them until they differ. */
class CensusTest {
    private static final int MEMBERS = 20;

    private final Census census = new Census(members());

    @Test
    void whoSharesBelievesWhatATeacherWouldHaveTold() {
        Machine sharing = sharing();
        assertThat(sharing.swim.members()).isEqualTo(told().swim.members());
        assertThat(sharing.swim.viewHash()).isEqualTo(told().swim.viewHash());
        assertThat(sharing.changes).hasSize(1);
    }

    @Test
    void whatOneComesToBelieveIsItsOwn() {
        Machine one = sharing();
        Machine other = sharing();
        one.kill(node(5, 1), node(6, 1));
        one.hear(node(7, 1), new Rumor.Alive(node(7, 1), 3));
        one.hear(node(8, 1), new Rumor.Alive(node(8, 2), 1));
        one.hear(node(9, 1), new Rumor.Left(node(9, 1), 1, 0));
        one.hear(node(6, 1), new Rumor.Alive(node(99, 1), 1));
        assertThat(statuses(one))
                .containsEntry(node(5, 1), Status.DEAD)
                .containsEntry(node(9, 1), Status.LEFT)
                .containsEntry(node(8, 2), Status.ALIVE)
                .containsEntry(node(99, 1), Status.ALIVE);
        assertThat(other.swim.members()).isEqualTo(told().swim.members());
        assertThat(other.swim.viewHash()).isEqualTo(told().swim.viewHash());
    }

    @Test
    void theSameNewsLeadsToTheSameViewAsWithoutSharing() {
        Machine sharing = sharing();
        Machine told = told();
        for (Machine machine : List.of(sharing, told)) {
            machine.hear(node(6, 1), new Rumor.Left(node(9, 1), 1, 0));
            machine.hear(node(7, 1), new Rumor.Alive(node(8, 2), 1));
            machine.hear(node(7, 1), Machine.offered(node(7, 1), 5, "new"));
            machine.hear(node(6, 1), new Rumor.Alive(node(99, 1), 1));
        }
        assertThat(sharing.swim.members()).isEqualTo(told.swim.members());
        assertThat(sharing.swim.viewHash()).isEqualTo(told.swim.viewHash());
        assertThat(sharing.swim.members()).hasSize(MEMBERS + 1);
    }

    @Test
    void everybodyIsProbedOnceInEachRound() {
        MemberTable table = table();
        ProbeOrder order = new ProbeOrder(table, new Random(3));
        table.add(new Belief(node(99, 1), Status.ALIVE, 1));
        for (int round = 0; round < 5; round++) {
            Set<NodeId> probed = new HashSet<>();
            for (int i = 0; i < MEMBERS; i++) {
                probed.add(order.next().id);
            }
            assertThat(probed).as("round %d", round).hasSize(MEMBERS);
        }
    }

    @Test
    void theDeadAreNeitherProbedNorDrawnAndThoseWhoReturnAre() {
        MemberTable table = table();
        ProbeOrder order = new ProbeOrder(table, new Random(3));
        Belief member = table.get(node(5, 1).address());
        table.change(member, () -> member.become(Status.DEAD));
        assertThat(table.liveCount()).isEqualTo(MEMBERS - 2);
        assertThat(table.sample(MEMBERS, any -> true)).hasSize(MEMBERS - 2).doesNotContain(member);
        for (int i = 0; i < 2 * MEMBERS; i++) {
            assertThat(order.next()).isNotSameAs(member);
        }
        table.change(member, () -> member.become(Status.ALIVE));
        assertThat(table.liveCount()).isEqualTo(MEMBERS - 1);
        assertThat(table.sample(MEMBERS, any -> true)).hasSize(MEMBERS - 1).contains(member);
    }

    @Test
    void allAreDrawnAlikeNewcomersIncluded() {
        MemberTable table = table();
        table.add(new Belief(node(99, 1), Status.ALIVE, 1));
        int newcomers = 0;
        for (int i = 0; i < 10_000; i++) {
            List<Belief> sample = table.sample(2, any -> true);
            assertThat(sample).hasSize(2).doesNotHaveDuplicates().doesNotContain(table.self());
            newcomers += sample.stream().anyMatch(m -> m.id.equals(node(99, 1))) ? 1 : 0;
        }
        assertThat(newcomers).as("two of twenty").isBetween(900, 1_100);
    }

    @Test
    void whoForgetsOneSharesNobodyAndStillKnowsTheOthers() {
        MemberTable table = table();
        Belief gone = table.get(node(5, 1).address());
        table.change(gone, () -> gone.become(Status.DEAD));
        Belief kept = table.get(node(6, 1).address());
        final long before = table.viewHash();
        table.remove(gone);
        assertThat(table.viewHash()).isEqualTo(before);
        assertThat(table.census().size()).isZero();
        assertThat(table.all()).hasSize(MEMBERS - 1);
        assertThat(table.get(gone.id.address())).isNull();
        assertThat(table.live()).hasSize(MEMBERS - 2).contains(kept).doesNotContain(gone);
        assertThat(table.sample(MEMBERS, any -> true)).hasSize(MEMBERS - 2);
    }

    @Test
    void onlyWhoKnowsNobodyMayShare() {
        Machine told = told();
        assertThatThrownBy(() -> told.swim.share(told.now, census))
                .isInstanceOf(IllegalStateException.class);
        Machine sharing = sharing();
        assertThatThrownBy(() -> sharing.swim.share(sharing.now, census))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCensusIsOfTheLivingWithOneAtEachAddress() {
        Member dead = new Member(node(1, 1), Status.DEAD, 1, Optional.empty());
        assertThatThrownBy(() -> new Census(List.of(dead)))
                .isInstanceOf(IllegalArgumentException.class);
        List<Member> twice = List.of(member(1, 1), member(1, 2));
        assertThatThrownBy(() -> new Census(twice)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<NodeId, Status> statuses(Machine machine) {
        return machine.swim.members().stream()
                .collect(Collectors.toMap(Member::id, Member::status));
    }

    /** As {@link Machine#SELF} is one of them, too. */
    private static List<Member> members() {
        return IntStream.rangeClosed(1, MEMBERS)
                .mapToObj(i -> i == 1 ? member(1, Machine.SELF.generation()) : member(i, 1))
                .toList();
    }

    private static Member member(int i, long generation) {
        Offer offer = Offer.first(Map.of(Offer.ZONE, "z" + i));
        Optional<Offer> held = i == 1 ? Optional.empty() : Optional.of(offer);
        return new Member(node(i, generation), Status.ALIVE, 1, held);
    }

    private MemberTable table() {
        MemberTable table = new MemberTable(new Random(1));
        table.addSelf(new Belief(Machine.SELF, Status.ALIVE, 1));
        table.share(census);
        return table;
    }

    private Machine sharing() {
        Machine machine = new Machine(GossipConfig.lan().build());
        machine.swim.share(machine.now, census);
        return machine;
    }

    private static Machine told() {
        Machine machine = new Machine(GossipConfig.lan().build());
        List<Rumor> rumors = new ArrayList<>();
        for (Member member : members()) {
            if (member.offer().isPresent()) {
                byte[] content = HeldOffer.of(member.offer().get()).content();
                rumors.add(new Rumor.Alive(member.id(), 1));
                rumors.add(new Rumor.Offered(member.id(), 1, content));
            }
        }
        machine.receiveStream(node(2, 1), new Message.Gossip(), rumors.toArray(Rumor[]::new));
        return machine;
    }
}
