package io.gossipdiscovery.network;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.network.Event.Kind;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;

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
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        if (after != null) {
            boolean isSameLife = before != null && before.id().equals(after.id());
            believed(isSameLife ? before : null, after);
        } else if (before != null) {
            event(Kind.FORGOTTEN, before, before.incarnation());
        }
    }

    /** What is believed now, and what was believed of the same life before. */
    private void believed(@Nullable Member before, Member after) {
        if (before == null || before.status() != after.status()) {
            event(kind(after.status()), after, after.incarnation());
        }
        if (after.offer().isPresent()
                && (before == null || !before.offer().equals(after.offer()))) {
            event(Kind.OFFER, after, after.offer().get().version());
        }
    }

    private void event(Kind kind, Member member, long detail) {
        int other = Places.node(member.id().address());
        if (other != 0 && other != node) {
            long generation = member.id().generation();
            out.accept(new Event(System.nanoTime(), node, kind, other, generation, detail));
        }
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
