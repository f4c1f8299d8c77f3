package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.NodeId;

/**
 * What one packet asks or answers; the rumors beside it ride along.
 *
 * <pre>
 *   direct probe        A ── Ping(s) ──► T        T ── Ack(s) ──► A
 *   indirect probe      A ── PingReq(s, T) ──► H ── Ping(s') ──► T ── Ack(s') ──► H ── Ack(s) ──► A
 *                       or, where T is silent:    H ── Nack(s) ──► A
 *   pull                A ── Ask(hash) ──► B, of another view: B ── Gossip + its rumors ──► A
 *   another life        A ── Ping(s) for T's former life ──► T'   T' ── Gone(s, generation) ──► A
 *   sync, join          A ── Sync(wantsReply) + beliefs ──► B     B ── Sync + beliefs ──► A
 *   large offer         A hears Notice(T, v) from B ── Fetch(T) ──► B ── Gossip + Offered(T, v) ──► A
 * </pre>
 */
public sealed interface Message {
    /** Hands itself to the method made for it. */
    void handTo(Handler handler);

    /** One method a message: who adds a message makes every handler answer for it. */
    interface Handler {
        void onPing(Ping ping);

        void onPingReq(PingReq request);

        void onAck(Ack ack);

        void onNack(Nack nack);

        void onGossip(Gossip gossip);

        void onSync(Sync sync);

        void onFetch(Fetch fetch);

        void onGone(Gone gone);

        void onAsk(Ask ask);
    }

    /**
     * Are you there? The hash tells the sender's whole live view.
     *
     * @param held which version of the receiver's own offer the sender holds, 0 for none: so an
     *     owner comes to know who has seen what it says
     */
    record Ping(long sequence, long viewHash, long held) implements Message {
        /** From somebody who holds no offer of the receiver. */
        public Ping(long sequence, long viewHash) {
            this(sequence, viewHash, 0);
        }

        @Override
        public void handTo(Handler handler) {
            handler.onPing(this);
        }
    }

    /** Please ask that member for me, as it does not answer me (SWIM 3.1). */
    record PingReq(long sequence, NodeId target) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onPingReq(this);
        }
    }

    /**
     * I am here; or: the member you asked me to ping is.
     *
     * @param held as in {@link Ping}
     */
    record Ack(long sequence, long viewHash, long held) implements Message {
        /** From somebody who holds no offer of the receiver. */
        public Ack(long sequence, long viewHash) {
            this(sequence, viewHash, 0);
        }

        @Override
        public void handTo(Handler handler) {
            handler.onAck(this);
        }
    }

    /** I am here and did ask, but the target is silent (Lifeguard IV-A). */
    record Nack(long sequence) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onNack(this);
        }
    }

    /** Nothing but the rumors. */
    record Gossip() implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onGossip(this);
        }
    }

    /** All (or a further part of all) that the sender believes. */
    record Sync(boolean wantsReply) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onSync(this);
        }
    }

    /** Send me that owner's offer. */
    record Fetch(NodeId owner) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onFetch(this);
        }
    }

    /** What is new? The hash tells the sender's whole live view; who agrees need not answer. */
    record Ask(long viewHash) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onAsk(this);
        }
    }

    /** The life you ask for is not here; I am another one at this address. */
    record Gone(long sequence, long generation) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onGone(this);
        }
    }
}
