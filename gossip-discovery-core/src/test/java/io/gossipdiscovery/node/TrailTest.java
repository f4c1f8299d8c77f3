package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.Explanation.Entry;
import io.gossipdiscovery.node.Explanation.Kind;
import io.gossipdiscovery.swim.ProbeReport;
import io.gossipdiscovery.swim.ProbeReport.Way;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What is remembered of a member, and for how long. */
class TrailTest {
    private static final NodeId SELF = node(1, 10);
    private static final NodeId A = node(2, 100);
    private static final NodeId B = node(3, 100);
    private static final long MILLI = 1_000_000;

    private long now;
    private final Trail trail = new Trail(SELF, () -> now);

    @Test
    void ofAMemberThatWasNeverDoubtedThereIsNothingToTell() {
        trail.memberChanged(null, member(A, Status.ALIVE, 1));
        trail.probeEnded(answered(A, Way.DIRECT));
        assertThat(trail.entries(A.address())).isEmpty();
    }

    @Test
    void aDeathIsTold() {
        now = 1_000 * MILLI;
        trail.probeEnded(unanswered(A, Evidence.SILENT));
        trail.accused(new Rumor.Suspect(A, 4, SELF), 1, 6_000 * MILLI);
        trail.memberChanged(member(A, Status.ALIVE, 4), member(A, Status.SUSPECT, 4));
        now = 1_500 * MILLI;
        trail.localHealthChanged(2);
        trail.accused(new Rumor.Suspect(A, 4, B, Evidence.HUNG), 2, 2_000 * MILLI);
        now = 3_500 * MILLI;
        trail.convicted(new Rumor.Dead(A, 4, SELF, 0));
        trail.memberChanged(member(A, Status.SUSPECT, 4), member(A, Status.DEAD, 4));
        assertThat(explained(A, Status.DEAD, 4).lines())
                .containsExactly(
                        A + " is DEAD, incarnation 4",
                        "2.500 s ago: did not answer our probe: asked 3 times in 600 ms, 6 helpers,"
                                + " of whom 4 found it silent too and 2 did not answer us, no"
                                + " connection",
                        "2.500 s ago: SUSPECT, incarnation 4: accused by ourselves, as it was"
                                + " silent; accusers so far 1, may refute for another 6000 ms",
                        "2.000 s ago: SUSPECT, incarnation 4: accused by "
                                + B
                                + ", as it took connections but did not answer; accusers so far 2,"
                                + " may refute for another 2000 ms (our own local health was 2)",
                        "0.000 s ago: DEAD, incarnation 4: declared on the word of ourselves, as it"
                                + " was silent (our own local health was 2)");
    }

    @Test
    void aRefutationAndWhatAnsweredBeforeAreTold() {
        trail.accused(new Rumor.Suspect(A, 4, B), 1, MILLI);
        trail.probeEnded(answered(A, Way.HELPER));
        trail.probeEnded(answered(A, Way.DIRECT));
        trail.memberChanged(member(A, Status.SUSPECT, 4), member(A, Status.ALIVE, 5));
        trail.probeEnded(answered(A, Way.DIRECT));
        assertThat(trail.entries(A.address()))
                .extracting(Entry::kind)
                .containsExactly(Kind.ACCUSED, Kind.ANSWERED, Kind.REFUTED);
        assertThat(trail.entries(A.address()).get(1).account())
                .isEqualTo("answered our probe through a helper after 600 ms");
    }

    @Test
    void aLaterLifeDoesNotInheritWhatWasSaidOfTheFormer() {
        trail.accused(new Rumor.Suspect(A, 4, B), 1, MILLI);
        NodeId later = node(2, 101);
        trail.memberChanged(member(A, Status.SUSPECT, 4), member(later, Status.ALIVE, 1));
        assertThat(trail.entries(A.address()))
                .extracting(Entry::kind)
                .containsExactly(Kind.ACCUSED, Kind.REPLACED);
        Explanation whole = explained(later, Status.ALIVE, 1);
        assertThat(whole.lines().get(1)).contains(A + " SUSPECT");
        assertThat(whole.of(later).entries()).isEmpty();
        assertThat(whole.of(A).entries()).hasSize(2);
        assertThat(whole.of(A).lines().get(0)).isEqualTo(A.address() + " is not known");
    }

    @Test
    void whatIsSaidOfOurselvesIsTold() {
        trail.accusedOurselves(new Rumor.Suspect(SELF, 1, B));
        trail.refuted(2);
        assertThat(trail.entries(SELF.address()))
                .extracting(Entry::account)
                .containsExactly(
                        "were said to be SUSPECT of incarnation 1 by " + B,
                        "refuted it ourselves with incarnation 2");
    }

    @Test
    void itIsForgottenWithTheMember() {
        trail.accused(new Rumor.Suspect(A, 1, B), 1, MILLI);
        trail.memberChanged(member(A, Status.DEAD, 1), null);
        assertThat(trail.entries(A.address())).isEmpty();
    }

    @Test
    void ofOneMemberTheOldestEntriesGoFirst() {
        for (int i = 1; i <= 2 * Trail.MOST_ENTRIES; i++) {
            trail.accused(new Rumor.Suspect(A, i, B), 1, MILLI);
        }
        List<Entry> entries = trail.entries(A.address());
        assertThat(entries).hasSize(Trail.MOST_ENTRIES);
        assertThat(entries.get(0).account()).contains("incarnation 25");
        assertThat(entries.get(23).account()).contains("incarnation 48");
    }

    @Test
    void ofMembersTheLongestQuietGoesFirst() {
        trail.accused(new Rumor.Suspect(node(1000, 1), 1, B), 1, MILLI);
        trail.accused(new Rumor.Suspect(node(1001, 1), 1, B), 1, MILLI);
        for (int i = 1002; i < 1000 + Trail.MOST_MEMBERS; i++) {
            trail.accused(new Rumor.Suspect(node(i, 1), 1, B), 1, MILLI);
        }
        trail.accused(new Rumor.Suspect(node(1000, 1), 2, B), 1, MILLI);
        trail.accused(new Rumor.Suspect(A, 1, B), 1, MILLI);
        assertThat(trail.entries(node(1000, 1).address())).hasSize(2);
        assertThat(trail.entries(node(1001, 1).address())).isEmpty();
        assertThat(trail.entries(node(1002, 1).address())).hasSize(1);
    }

    private Explanation explained(NodeId id, Status status, long incarnation) {
        return new Explanation(
                id.address(),
                Optional.of(member(id, status, incarnation)),
                now,
                trail.entries(id.address()));
    }

    private static ProbeReport answered(NodeId target, Way way) {
        return new ProbeReport(target, way, null, 1, 0, 0, 0, false, false, false, 600 * MILLI);
    }

    private static ProbeReport unanswered(NodeId target, Evidence evidence) {
        return new ProbeReport(target, null, evidence, 3, 6, 4, 2, true, false, false, 600 * MILLI);
    }

    private static Member member(NodeId id, Status status, long incarnation) {
        return new Member(id, status, incarnation, Optional.empty());
    }

    private static NodeId node(int i, long generation) {
        return new NodeId(Address.v4(0x0a000000 + i, 7946), generation);
    }
}
