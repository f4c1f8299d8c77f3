package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All nodes of one cluster and what they offer, in the packets in which a member tells a newcomer
 * of them.
 */
final class Roster {
    private final SimWorld world;
    private final PacketWriter writer;
    private final List<byte[]> rumors = new ArrayList<>();

    /** What all nodes say of themselves just now. */
    Roster(SimWorld world) {
        this.world = world;
        String cluster = world.node(0).config().cluster();
        this.writer = new PacketWriter(WireFormat.clusterTag(cluster), WireFormat.STREAM_BYTES);
        for (SimNode node : world.nodes()) {
            Life life = node.life();
            byte[] offer = OfferCodec.encode(life.offer(life.offerVersion()));
            rumors.add(RumorCodec.encode(new Rumor.Alive(life.id(), life.incarnation())));
            rumors.add(RumorCodec.encode(new Rumor.Offered(life.id(), life.offerVersion(), offer)));
        }
    }

    /** Tells every node, in the name of the first one, and the first one in that of the second. */
    void tellAll() {
        List<ByteBuffer> ofFirst = packets(world.node(0).id());
        for (SimNode node : world.nodes()) {
            if (node.index() > 0) {
                tell(0, ofFirst, node);
            }
        }
        if (world.size() > 1) {
            tell(1, packets(world.node(1).id()), world.node(0));
        }
    }

    /** Last of all that the teller has the same view: there is nothing to catch up with. */
    private void tell(int teller, List<ByteBuffer> packets, SimNode node) {
        packets.forEach(packet -> node.tell(teller, packet));
        writer.begin(world.node(teller).id(), WireFormat.ANYBODY, new Message.Ask(node.viewHash()));
        node.tell(teller, writer.finish());
    }

    private List<ByteBuffer> packets(NodeId sender) {
        List<ByteBuffer> packets = new ArrayList<>();
        writer.begin(sender, WireFormat.ANYBODY, new Message.Gossip());
        for (byte[] rumor : rumors) {
            if (!writer.add(rumor)) {
                packets.add(finished());
                writer.begin(sender, WireFormat.ANYBODY, new Message.Gossip());
                writer.add(rumor);
            }
        }
        packets.add(finished());
        return packets;
    }

    private ByteBuffer finished() {
        ByteBuffer packet = writer.finish();
        return ByteBuffer.allocate(packet.remaining()).put(packet).flip();
    }
}
