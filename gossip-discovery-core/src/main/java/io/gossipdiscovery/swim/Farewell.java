package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;

import java.util.ArrayList;
import java.util.List;

/**
 * Our last words: whoever goes tells many members itself, each more than once, before it is gone.
 * Rumors alone would reach all but a few, and nobody can ask a node that is gone.
 *
 * <p>In a cluster of up to {@value #LISTENERS} others everybody is told; in a larger one that many,
 * who pass it on like any rumor.
 */
final class Farewell {
    /** So many members are told by ourselves. */
    static final int LISTENERS = 128;

    /** At most so many packets in one round: a burst must fit into the socket's buffer. */
    static final int BATCH = 64;

    /** So many rounds: each listener is told at least twice, as packets are lost. */
    static final int ROUNDS = 2 * LISTENERS / BATCH;

    private final long pauseNanos;
    private final MemberTable table;
    private final PacketSender sender;
    private final Timers timers;
    private final Observer observer;
    private final List<Address> listeners = new ArrayList<>();
    private int rounds;
    private int next;

    /**
     * A farewell that is still to be said.
     *
     * @param pauseNanos between two rounds
     */
    Farewell(
            long pauseNanos,
            MemberTable table,
            PacketSender sender,
            Timers timers,
            Observer observer) {
        this.pauseNanos = pauseNanos;
        this.table = table;
        this.sender = sender;
        this.timers = timers;
        this.observer = observer;
    }

    /** Begins at once; {@link Observer#farewellSaid} tells when all is said. */
    void begin() {
        for (Belief member : table.sample(LISTENERS, any -> true)) {
            listeners.add(member.id.address());
        }
        timers.in(0, "farewell", this::round);
    }

    private void round() {
        if (rounds == ROUNDS || listeners.isEmpty()) {
            observer.farewellSaid();
            return;
        }
        rounds++;
        // First of all the next round: should sending fail, the rest must still be told.
        timers.in(rounds < ROUNDS ? pauseNanos : 0, "farewell", this::round);
        for (int i = Math.min(BATCH, listeners.size()); i > 0; i--) {
            Belief listener = table.get(listeners.get(next));
            next = (next + 1) % listeners.size();
            if (listener != null) {
                sender.ownWord(listener.id);
            }
        }
    }
}
