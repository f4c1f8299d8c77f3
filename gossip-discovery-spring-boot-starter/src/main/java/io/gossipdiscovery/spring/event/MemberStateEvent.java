package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * The state of another member changed, as this node believes it. Of each member the events come in
 * order, the first one being {@link MemberJoinedEvent}; an application that listens slowly may miss
 * states in between, and is told the latest.
 */
public sealed interface MemberStateEvent
        permits MemberJoinedEvent,
                MemberSuspectedEvent,
                MemberReturnedEvent,
                MemberLeftEvent,
                MemberFailedEvent {

    /** The member as it is believed to be now. */
    Member member();
}
