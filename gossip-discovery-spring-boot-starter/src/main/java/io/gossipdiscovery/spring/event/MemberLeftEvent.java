package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * A member said farewell: it was stopped on purpose.
 *
 * @param member the member, with what it offered last
 */
public record MemberLeftEvent(Member member) implements MemberStateEvent {}
