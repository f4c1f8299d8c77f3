package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.model.Status.ALIVE;
import static io.gossipdiscovery.model.Status.DEAD;
import static io.gossipdiscovery.model.Status.LEFT;
import static io.gossipdiscovery.model.Status.SUSPECT;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.spring.event.MemberFailedEvent;
import io.gossipdiscovery.spring.event.MemberJoinedEvent;
import io.gossipdiscovery.spring.event.MemberLeftEvent;
import io.gossipdiscovery.spring.event.MemberReturnedEvent;
import io.gossipdiscovery.spring.event.MemberStateEvent;
import io.gossipdiscovery.spring.event.MemberSuspectedEvent;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class MemberStatesTest {
    private static final Address SELF = Address.of("127.0.0.1", 1);
    private static final Address OTHER = Address.of("127.0.0.1", 2);

    private final MemberStates states = new MemberStates(SELF);
    private long sequence;

    @Test
    void everyStateHasItsEvent() {
        assertThat(told(1, ALIVE)).isEqualTo(new MemberJoinedEvent(member(1, ALIVE)));
        assertThat(told(1, SUSPECT)).isEqualTo(new MemberSuspectedEvent(member(1, SUSPECT)));
        assertThat(told(1, ALIVE))
                .isEqualTo(new MemberReturnedEvent(member(1, SUSPECT), member(1, ALIVE)));
        assertThat(told(1, DEAD)).isEqualTo(new MemberFailedEvent(member(1, DEAD)));
        assertThat(told(2, ALIVE))
                .isEqualTo(new MemberReturnedEvent(member(1, DEAD), member(2, ALIVE)));
        assertThat(told(2, LEFT)).isEqualTo(new MemberLeftEvent(member(2, LEFT)));
    }

    @Test
    void aNewLifeIsKnownAsSuch() {
        told(1, ALIVE);

        assertThat(((MemberReturnedEvent) told(2, ALIVE)).isNewLife()).isTrue();
        told(2, SUSPECT);
        assertThat(((MemberReturnedEvent) told(2, ALIVE)).isNewLife()).isFalse();
    }

    @Test
    void whatChangesNoStateIsNotTold() {
        told(1, ALIVE);

        assertThat(change(1, ALIVE)).isEmpty();
        told(1, LEFT);
        assertThat(change(1, DEAD)).isEmpty();
    }

    @Test
    void theDeadAreNotToldOfWhereNobodyKnewThemAlive() {
        assertThat(change(1, DEAD)).isEmpty();
        assertThat(change(1, LEFT)).isEmpty();

        assertThat(told(2, ALIVE)).isEqualTo(new MemberJoinedEvent(member(2, ALIVE)));
    }

    @Test
    void theForgottenJoinAnew() {
        told(1, ALIVE);
        Member dead = member(1, DEAD);
        told(1, DEAD);
        states.apply(new MemberEvent.Change(++sequence, MemberEvent.Kind.FORGOTTEN, dead, null));

        assertThat(told(2, ALIVE)).isInstanceOf(MemberJoinedEvent.class);
    }

    @Test
    void ourselvesAreNotTold() {
        assertThat(present(new Member(new NodeId(SELF, 1), ALIVE, 0, Optional.empty()))).isEmpty();
    }

    @Test
    void whoLaggedIsToldWhatBecameOfAll() {
        Address third = Address.of("127.0.0.1", 3);
        told(1, ALIVE);

        assertThat(
                        present(
                                member(1, DEAD),
                                new Member(new NodeId(third, 1), ALIVE, 0, Optional.empty())))
                .hasExactlyElementsOfTypes(MemberFailedEvent.class, MemberJoinedEvent.class);
        assertThat(present()).isEmpty();
        assertThat(told(2, ALIVE)).isInstanceOf(MemberJoinedEvent.class);
    }

    private MemberStateEvent told(long generation, Status status) {
        List<MemberStateEvent> events = change(generation, status);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private List<MemberStateEvent> change(long generation, Status status) {
        Member after = member(generation, status);
        return states.apply(
                new MemberEvent.Change(++sequence, MemberEvent.Kind.of(null, after), null, after));
    }

    private List<MemberStateEvent> present(Member... members) {
        return states.apply(
                new MemberEvent.Present(++sequence, 1, new ArrayList<>(Arrays.asList(members))));
    }

    private static Member member(long generation, Status status) {
        return new Member(new NodeId(OTHER, generation), status, 0, Optional.empty());
    }
}
