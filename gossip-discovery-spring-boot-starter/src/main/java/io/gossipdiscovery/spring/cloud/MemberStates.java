package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.spring.event.MemberFailedEvent;
import io.gossipdiscovery.spring.event.MemberJoinedEvent;
import io.gossipdiscovery.spring.event.MemberLeftEvent;
import io.gossipdiscovery.spring.event.MemberReturnedEvent;
import io.gossipdiscovery.spring.event.MemberStateEvent;
import io.gossipdiscovery.spring.event.MemberSuspectedEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns changes of belief about members into the events that applications are told: a member is
 * told of from when it was first seen alive until it is forgotten. Not thread-safe.
 */
final class MemberStates {
    private final Address self;
    private final Map<Address, Member> told = new HashMap<>();

    MemberStates(Address self) {
        this.self = self;
    }

    /** What there is to tell, in order. */
    List<MemberStateEvent> apply(MemberEvent event) {
        List<MemberStateEvent> news = new ArrayList<>();
        if (event instanceof MemberEvent.Present present) {
            applyAll(present.members(), news);
        } else if (event instanceof MemberEvent.Change change) {
            if (change.after() != null) {
                apply(change.after(), news);
            } else if (change.before() != null) {
                told.remove(change.before().id().address());
            }
        }
        return news;
    }

    private void applyAll(List<Member> members, List<MemberStateEvent> news) {
        Set<Address> present = new HashSet<>();
        for (Member member : members) {
            present.add(member.id().address());
            apply(member, news);
        }
        told.keySet().retainAll(present);
    }

    private void apply(Member after, List<MemberStateEvent> news) {
        Address address = after.id().address();
        Member before = told.get(address);
        if (address.equals(self) || before == null && !after.status().isLive()) {
            return; // nobody was told that it was there
        }
        told.put(address, after);
        MemberStateEvent event = event(before, after);
        if (event != null) {
            news.add(event);
        }
    }

    private static @Nullable MemberStateEvent event(@Nullable Member before, Member after) {
        boolean isLive = after.status().isLive();
        if (before == null) {
            return new MemberJoinedEvent(after);
        }
        boolean isSameLife = before.id().equals(after.id());
        if (isSameLife && before.status() == after.status()) {
            return null;
        }
        if (!isLive) {
            boolean isNews = before.status().isLive();
            return !isNews
                    ? null
                    : after.status() == Status.LEFT
                            ? new MemberLeftEvent(after)
                            : new MemberFailedEvent(after);
        }
        boolean isDoubted = isSameLife && before.status() == Status.ALIVE;
        return isDoubted ? new MemberSuspectedEvent(after) : new MemberReturnedEvent(before, after);
    }
}
