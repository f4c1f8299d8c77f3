package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suspicion mechanism of the SWIM paper, section 4.2, one test for a sentence. */
class SwimSuspicionPaperTest {
    private static final NodeId A = node(2, 1);
    private static final NodeId B = node(3, 1);

    @Test
    @DisplayName("SWIM 4.2: a failed probe makes a suspect, not a corpse")
    void aFailedProbeMakesASuspect() {
        Machine machine = Machine.knowing(A);
        machine.run(1_900);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName("SWIM 4.2: whoever suspects says so, and in whose name")
    void aSuspicionIsToldInTheNameOfTheAccuser() {
        Machine machine = Machine.knowing(A);
        machine.run(1_900);
        assertThat(machine.told(Rumor.Suspect.class))
                .isNotEmpty()
                .allMatch(rumor -> rumor.about().equals(A) && rumor.accuser().equals(SELF));
    }

    @Test
    @DisplayName("SWIM 4.2: a suspect stays in the list, and is probed like any other")
    void aSuspectIsProbedLikeAnyOther() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        assertThat(machine.runAnswered(2_000))
                .anyMatch(s -> s.message() instanceof Message.Ping && s.to().equals(A.address()));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName(
            "SWIM 4.2: (deviates: a suspect that answers a ping is not dead, but only its own word"
                    + " makes it ALIVE)")
    void anAnsweredPingAloneDoesNotRefute() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.runAnswered(20_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(A, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    @DisplayName("SWIM 4.2: an accused node says that it lives, in a higher incarnation")
    void anAccusedNodeRaisesItsIncarnation() {
        Machine machine = Machine.knowing(A);
        machine.hear(A, new Rumor.Suspect(SELF, 1, A));
        machine.run(20);
        assertThat(machine.told(Rumor.Alive.class)).contains(new Rumor.Alive(SELF, 2));
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(2);
    }

    @Test
    @DisplayName("SWIM 4.2: it raises it only when its present incarnation is accused")
    void anAccusationOfAFormerIncarnationRaisesNothing() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(A, new Rumor.Suspect(SELF, 1, A));
        machine.hear(B, new Rumor.Suspect(SELF, 1, B));
        assertThat(machine.swim.members().get(0).incarnation()).isEqualTo(2);
    }

    @Test
    @DisplayName("SWIM 4.2: only a member itself raises its incarnation")
    void nobodyRaisesAnothersIncarnation() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.run(30_000);
        assertThat(machine.told(Rumor.Life.class))
                .filteredOn(rumor -> rumor.about().equals(A))
                .isNotEmpty()
                .allMatch(rumor -> rumor.incarnation() == 1);
    }

    @Test
    @DisplayName(
            "SWIM 4.2: a suspect that stays silent is declared dead in the end, and told as such")
    void aSilentSuspectIsDeclaredDead() {
        Machine machine = Machine.knowing(A, B);
        machine.run(30_000);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
        assertThat(machine.member(B).status()).isEqualTo(Status.DEAD);
        assertThat(machine.told(Rumor.Dead.class))
                .isNotEmpty()
                .allMatch(rumor -> rumor.accuser().equals(SELF));
    }

    @ParameterizedTest(name = "{0} {1} over {2} {3}: {4}")
    @DisplayName("SWIM 4.2: which of two claims about a member overrides the other")
    @CsvSource({
        "ALIVE, 2, ALIVE, 1, true",
        "ALIVE, 1, ALIVE, 1, false",
        "ALIVE, 2, SUSPECT, 1, true",
        "ALIVE, 1, SUSPECT, 1, false",
        "SUSPECT, 1, ALIVE, 1, true",
        "SUSPECT, 2, ALIVE, 1, true",
        "SUSPECT, 1, ALIVE, 2, false",
        "SUSPECT, 2, SUSPECT, 1, true",
        "SUSPECT, 1, SUSPECT, 2, false",
        "DEAD, 1, SUSPECT, 1, true",
        "DEAD, 2, SUSPECT, 1, true",
        "DEAD, 1, ALIVE, 1, true",
    })
    void aClaimOverridesAnother(
            Status said, long incarnation, Status held, long heldIncarnation, boolean overrides) {
        assertThat(Rumor.rank(1, incarnation, said, 1, heldIncarnation, held) > 0)
                .isEqualTo(overrides);
    }

    @ParameterizedTest(name = "DEAD {0} over {1} {2}: {3}")
    @DisplayName("SWIM 4.2: (deviates: a verdict does not override a higher incarnation)")
    @CsvSource({"1, ALIVE, 2, false", "1, SUSPECT, 2, false", "2, ALIVE, 1, true"})
    void aVerdictDoesNotOverrideAHigherIncarnation(
            long incarnation, Status held, long heldIncarnation, boolean overrides) {
        assertThat(Rumor.rank(1, incarnation, Status.DEAD, 1, heldIncarnation, held) > 0)
                .isEqualTo(overrides);
    }

    @Test
    @DisplayName("SWIM 4.2: a higher incarnation refutes a suspicion, the same does not")
    void aHigherIncarnationRefutesASuspicion() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.hear(B, new Rumor.Alive(A, 1));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
        machine.hear(B, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    @DisplayName("SWIM 4.2: (deviates: a higher incarnation refutes DEAD too)")
    void aHigherIncarnationRefutesDeath() {
        Machine machine = Machine.knowing(A, B);
        machine.kill(A, B);
        assertThat(machine.member(A).status()).isEqualTo(Status.DEAD);
        machine.hear(B, new Rumor.Alive(A, 2));
        assertThat(machine.member(A).status()).isEqualTo(Status.ALIVE);
    }

    @Test
    @DisplayName("SWIM 4.2: (deviates: another's verdict is an accusation to whoever had no doubt)")
    void anothersVerdictIsAnAccusation() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Dead(A, 1, B, 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.SUSPECT);
    }

    @Test
    @DisplayName("SWIM 4.2: (deviates: nobody declares whom its own probe reaches)")
    void nobodyDeclaresWhomItsOwnProbeReaches() {
        Machine machine = Machine.knowing(A, B);
        machine.hear(B, new Rumor.Suspect(A, 1, B));
        machine.runAnswered(60_000);
        assertThat(machine.member(A).status()).isNotEqualTo(Status.DEAD);
    }

    @Test
    @DisplayName("SWIM 4.2: (deviates: LEFT is its own kind of end, above DEAD)")
    void aFarewellIsNoFailure() {
        Machine machine = Machine.knowing(A, B);
        machine.kill(A, B);
        machine.hear(B, new Rumor.Left(A, 1, 0));
        assertThat(machine.member(A).status()).isEqualTo(Status.LEFT);
    }
}
