package io.gossipdiscovery.spring.event;

import io.gossipdiscovery.model.Member;

/**
 * A member that was suspected, had failed or had left is there; or a new life took its place at its
 * address.
 *
 * @param before the member as it was believed to be
 * @param member the member as it is believed to be now
 */
public record MemberReturnedEvent(Member before, Member member) implements MemberStateEvent {

    /** Whether the process behind the address is another one than before. */
    public boolean isNewLife() {
        return !before.id().equals(member.id());
    }
}
