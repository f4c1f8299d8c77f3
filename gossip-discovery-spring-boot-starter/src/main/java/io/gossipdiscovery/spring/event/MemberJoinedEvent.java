package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * Another live member is known that was not known before.
 *
 * @param member the member; what it offers may not be known yet
 */
public record MemberJoinedEvent(Member member) implements MemberStateEvent {}
