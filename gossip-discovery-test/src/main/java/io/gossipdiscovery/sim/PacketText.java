package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;

/**
 * A packet in a few words, for the trace: {@code Ping s3f07 h91c2 | SUSPECT 5 i1 g1000 by 2}.
 * Sequences and hashes are cut to their last sixteen bits; nodes go by their number.
 */
final class PacketText {
    private PacketText() {}

    static String of(ByteBuffer packet, String cluster) {
        PacketReader reader = new PacketReader(WireFormat.clusterTag(cluster));
        Rejection rejection = reader.read(packet);
        if (rejection != null) {
            return rejection.name();
        }
        StringBuilder text = new StringBuilder(text(reader.message()));
        for (Rumor rumor : reader.rumors()) {
            text.append(" | ").append(text(rumor));
        }
        return text.toString();
    }

    private static String text(Message message) {
        String name = message.getClass().getSimpleName();
        if (message instanceof Message.Ping ping) {
            return name
                    + sequence(ping.sequence())
                    + " h"
                    + shortened(ping.viewHash())
                    + " v"
                    + ping.held();
        }
        if (message instanceof Message.Ack ack) {
            return name
                    + sequence(ack.sequence())
                    + " h"
                    + shortened(ack.viewHash())
                    + " v"
                    + ack.held();
        }
        if (message instanceof Message.PingReq request) {
            return name + sequence(request.sequence()) + " to " + number(request.target());
        }
        if (message instanceof Message.Nack nack) {
            return name + sequence(nack.sequence());
        }
        if (message instanceof Message.Gone gone) {
            return name + sequence(gone.sequence()) + " g" + gone.generation();
        }
        if (message instanceof Message.Ask ask) {
            return name + " h" + shortened(ask.viewHash());
        }
        if (message instanceof Message.Check check) {
            return name + sequence(check.sequence()) + " v" + check.version();
        }
        if (message instanceof Message.Seen seen) {
            return name + sequence(seen.sequence()) + " " + seen.gossip() + seen.instances();
        }
        if (message instanceof Message.Digest digest) {
            return name + " of " + digest.offers();
        }
        if (message instanceof Message.Roll roll) {
            return name + " of " + roll.buckets().cardinality() + "/" + (1 << roll.bucketBits());
        }
        if (message instanceof Message.Fetch fetch) {
            return name + " " + fetch.owners().stream().map(PacketText::number).toList();
        }
        return name;
    }

    private static String text(Rumor rumor) {
        String about = number(rumor.about()) + " ";
        String generation = " g" + rumor.about().generation();
        if (rumor instanceof Rumor.Life life) {
            String by = life.accuser() == null ? "" : " by " + number(life.accuser());
            return life.status() + " " + about + "i" + life.incarnation() + generation + by;
        }
        if (rumor instanceof Rumor.Offered offered) {
            return "OFFERED " + about + "v" + offered.version() + generation;
        }
        if (rumor instanceof Rumor.Notice notice) {
            return "NOTICE " + about + "v" + notice.version() + generation;
        }
        return rumor.toString();
    }

    private static String number(NodeId node) {
        int index = Places.index(node.address(), Places.MOST);
        return index == Places.NOWHERE ? node.address().toString() : Integer.toString(index);
    }

    private static String sequence(long sequence) {
        return " s" + shortened(sequence);
    }

    private static String shortened(long bits) {
        return String.format("%04x", bits & 0xffff);
    }
}
