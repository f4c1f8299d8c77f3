package io.gossipdiscovery.network;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.swim.Observer;

import java.util.function.Consumer;

/** Turns what one node's machine notices into events. Runs on the node's loop. */
final class Reporter implements Observer {
    private final int node;
    private final Consumer<Event> out;

    Reporter(int node, Consumer<Event> out) {
        this.node = node;
        this.out = out;
    }

    /** The node itself did something. */
    void self(Kind kind, long generation) {
        out.accept(new Event(System.nanoTime(), node, kind, node, generation, 0));
    }

    @Override
    public void memberChanged(Member before, Member after) {
        Member subject = after != null ? after : before;
        int other = Places.node(subject.id().address());
        if (other == 0 || other == node) {
            return;
        }
        if (after == null) {
            event(Kind.FORGOTTEN, other, before, before.incarnation());
            return;
        }
        boolean isSameLife = before != null && before.id().equals(after.id());
        if (!isSameLife || before.status() != after.status()) {
            event(kind(after.status()), other, after, after.incarnation());
        }
        if (after.offer().isPresent() && !(isSameLife && before.offer().equals(after.offer()))) {
            event(Kind.OFFER, other, after, after.offer().get().version());
        }
    }

    private void event(Kind kind, int other, Member member, long detail) {
        long generation = member.id().generation();
        out.accept(new Event(System.nanoTime(), node, kind, other, generation, detail));
    }

    private static Kind kind(Status status) {
        return switch (status) {
            case ALIVE -> Kind.ALIVE;
            case SUSPECT -> Kind.SUSPECT;
            case DEAD -> Kind.DEAD;
            case LEFT -> Kind.LEFT;
        };
    }
}
