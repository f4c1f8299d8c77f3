package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.NodeId;

import java.util.BitSet;
import java.util.List;

/**
 * What one packet asks or answers; the rumors beside it ride along.
 *
 * <pre>
 *   direct probe        A ── Ping(s) ──► T        T ── Ack(s) ──► A
 *   indirect probe      A ── PingReq(s, T) ──► H ── Ping(s') ──► T ── Ack(s') ──► H ── Ack(s) ──► A
 *                       or, where T is silent:    H ── Nack(s) ──► A
 *   pull                A ── Ask(hash) ──► B, of another view: B ── Gossip + its rumors ──► A
 *   another life        A ── Ping(s) for T's former life ──► T'   T' ── Gone(s, generation) ──► A
 *   sync, join          A ── Digest ──► B ── Roll + B's beliefs in differing buckets ──► A
 *                       A ── Gossip + what B holds lower or not at all ──► B
 *                       or, where B has enough to do:  B ── Busy + some members ──► A
 *   address check       A ── Check(s) ──► B, which connects to A's addresses: B ── Seen(s) ──► A
 *   offers              A hears Notice(T, v) from B ── Fetch(T) ──► B ── Gossip + Offered(T, v) ──► A
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

        void onDigest(Digest digest);

        void onRoll(Roll roll);

        void onBusy(Busy busy);

        void onFetch(Fetch fetch);

        void onGone(Gone gone);

        void onAsk(Ask ask);

        void onCheck(Check check);

        void onSeen(Seen seen);
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

    /**
     * What I believe, in short: the hash of each part of my view. Tell me what you believe where
     * ours differ.
     *
     * @param salt mixed into every hash, other in every digest, so that two parts which differ and
     *     yet look equal are found out by the next
     * @param offers how many members' offers the sender knows
     * @param isForDatagrams the answer is wanted in datagrams, as streams do not seem to pass
     * @param hashes one for each bucket of addresses; their number is a power of two
     */
    record Digest(long salt, long offers, boolean isForDatagrams, List<Short> hashes)
            implements Message {
        public Digest {
            hashes = List.copyOf(hashes);
        }

        @Override
        public void handTo(Handler handler) {
            handler.onDigest(this);
        }
    }

    /**
     * The rumors beside this are all that I believe of the addresses in some buckets.
     *
     * @param salt that of the digest which is answered
     * @param bucketBits the binary logarithm of the number of buckets
     * @param buckets which of them
     */
    record Roll(long salt, int bucketBits, BitSet buckets) implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onRoll(this);
        }
    }

    /** I cannot tell you all that you want to know; ask one of those whom the rumors name. */
    record Busy() implements Message {
        @Override
        public void handTo(Handler handler) {
            handler.onBusy(this);
        }
    }

    /** Send me these owners' offers. */
    record Fetch(List<NodeId> owners) implements Message {
        public Fetch {
            owners = List.copyOf(owners);
        }

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

    /**
     * Please see whether I am where I say: connect to my address and to these instances of mine.
     *
     * @param version of which of the sender's offers the instances are
     * @param instances their places in its list, at most {@value #MOST_INSTANCES}
     */
    record Check(long sequence, long version, List<Integer> instances) implements Message {
        /** More instances than this are looked at by and by. */
        public static final int MOST_INSTANCES = 8;

        public Check {
            instances = List.copyOf(instances);
        }

        @Override
        public void handTo(Handler handler) {
            handler.onCheck(this);
        }
    }

    /**
     * What I saw when you asked me to check your addresses.
     *
     * @param held which version of the receiver's offer the sender holds; of another than was asked
     *     for no instances were tried
     * @param source where the question came from
     * @param gossip how it went to connect to the receiver's own address
     * @param instances the same for each that was asked for, in that order
     */
    record Seen(long sequence, long held, Address source, Dial gossip, List<Dial> instances)
            implements Message {
        public Seen {
            instances = List.copyOf(instances);
        }

        @Override
        public void handTo(Handler handler) {
            handler.onSeen(this);
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
