package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One exchange that we began: whom we asked, how, and which part of its answer has come. Whoever
 * answers with our salt has read our question, so what we tell back goes to nobody who did not ask.
 */
final class Exchange {
    /** By which ways question and answer go. Where one way brings nothing, the next is tried. */
    enum Way {
        /** A datagram, answered in a few of them, or over a stream where they do not suffice. */
        EITHER,
        /** Datagrams alone: streams may be blocked. */
        DATAGRAMS,
        /** Streams alone: datagrams may be blocked. */
        STREAM;

        static Way ofAttempt(int attempt) {
            return values()[attempt % values().length];
        }
    }

    private final Address partner;
    private final long salt;
    private final int bits;
    private final Way way;
    private final BitSet answered = new BitSet();

    Exchange(Address partner, long salt, int bits, Way way) {
        this.partner = partner;
        this.salt = salt;
        this.bits = bits;
        this.way = way;
    }

    long salt() {
        return salt;
    }

    int bits() {
        return bits;
    }

    boolean isForDatagrams() {
        return way == Way.DATAGRAMS;
    }

    boolean isWith(Address address) {
        return partner.equals(address);
    }

    boolean isAnsweredBy(Address address, Message.Roll roll) {
        return isWith(address) && roll.salt() == salt && roll.bucketBits() == bits;
    }

    /**
     * Tells the partner what it holds lower than we do, or not at all, in buckets that it told us
     * for the first time.
     */
    void tellBack(
            NodeId to,
            Message.Roll roll,
            List<Rumor> told,
            MemberTable table,
            PacketSender sender,
            long nowNanos) {
        BitSet buckets = (BitSet) roll.buckets().clone();
        buckets.andNot(answered);
        if (buckets.isEmpty()) {
            return;
        }
        answered.or(buckets);
        Map<Address, Rumor.Life> lives = new HashMap<>(); // both looked up, never iterated
        Map<NodeId, Long> versions = new HashMap<>();
        for (Rumor rumor : told) {
            if (rumor instanceof Rumor.Life life) {
                lives.put(life.about().address(), life);
            } else {
                versions.put(rumor.about(), version(rumor));
            }
        }
        List<Known> lacking = new ArrayList<>();
        List<byte[]> rumors = new ArrayList<>();
        for (Known belief : table.all()) {
            if (!belief.isUnverified()
                    && buckets.get(ViewDigest.bucket(belief.id().address(), bits))) {
                addLife(rumors, belief, lives.get(belief.id().address()), nowNanos);
                if (belief.isLive()
                        && belief.offerVersion() > versions.getOrDefault(belief.id(), 0L)) {
                    lacking.add(belief);
                }
            }
        }
        send(to, rumors, lacking, sender);
        sender.doubts(way == Way.STREAM ? Lane.STREAM : Lane.DATAGRAM, to);
    }

    /** The dead whom the partner does not know need not be told: it believes nothing wrong. */
    private static void addLife(
            List<byte[]> rumors, Known belief, Rumor.@Nullable Life told, long nowNanos) {
        boolean isLower = told == null ? belief.isLive() : belief.rank(told) < 0;
        if (isLower) {
            rumors.add(RumorCodec.encode(belief.rumor(nowNanos)));
        }
    }

    private void send(NodeId to, List<byte[]> lives, List<Known> owners, PacketSender sender) {
        Message message = new Message.Gossip();
        int room = sender.room(Lane.DATAGRAM, message) * SyncDuty.DATAGRAMS_PER_ANSWER;
        int bytes = lives.stream().mapToInt(rumor -> rumor.length).sum();
        for (Known owner : owners) {
            bytes += owner.content().length + 40; // owner and version stand before it
        }
        boolean isSmall = bytes <= room;
        boolean isByDatagram = way == Way.DATAGRAMS || way == Way.EITHER && isSmall;
        List<byte[]> rumors = new ArrayList<>(lives);
        long left = SyncBudget.BYTES_PER_SECOND;
        for (Known owner : owners) {
            left -= owner.content().length;
            boolean isWhole = left >= 0 && (!isByDatagram || sender.fitsDatagram(owner));
            Rumor offer = isWhole ? PacketSender.offered(owner) : PacketSender.notice(owner);
            rumors.add(RumorCodec.encode(offer));
        }
        if (isByDatagram) {
            sender.pack(Lane.DATAGRAM, to, message, rumors, SyncDuty.DATAGRAMS_PER_ANSWER);
        } else {
            sender.pack(Lane.STREAM, to, message, rumors, Integer.MAX_VALUE);
        }
    }

    private static long version(Rumor rumor) {
        return rumor instanceof Rumor.Offered offered
                ? offered.version()
                : ((Rumor.Notice) rumor).version();
    }
}
