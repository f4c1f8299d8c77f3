package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * A member was declared dead, by this node or by others.
 *
 * @param member the member, with what it offered last
 */
public record MemberFailedEvent(Member member) implements MemberStateEvent {}
