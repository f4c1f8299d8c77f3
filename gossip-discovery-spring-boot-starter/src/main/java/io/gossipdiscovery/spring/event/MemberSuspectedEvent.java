package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * A member does not answer. Callers avoid it until it returns, leaves or fails.
 *
 * @param member the member, suspected now
 */
public record MemberSuspectedEvent(Member member) implements MemberStateEvent {}
