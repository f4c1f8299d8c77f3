package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Census;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.WireFormat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All nodes of one cluster and what they offer, made known to all of them at once. */
final class Roster {
    private final SimWorld world;
    private final PacketWriter writer;

    /** What all nodes say of themselves just now. */
    Roster(SimWorld world) {
        this.world = world;
        String cluster = world.node(0).config().cluster();
        this.writer = new PacketWriter(WireFormat.clusterTag(cluster), WireFormat.STREAM_BYTES);
    }

    /** Makes them known, and lets each hear from another one that it has the same view. */
    void tellAll() {
        List<Member> members = world.nodes().stream().map(Roster::member).toList();
        Census census = new Census(members);
        world.beliefs().putAll(members);
        for (SimNode node : world.nodes()) {
            node.share(census, members);
            int teller = node.index() == 0 ? world.size() - 1 : 0;
            if (teller != node.index()) {
                agree(teller, node);
            }
        }
    }

    /** There is nothing to catch up with. */
    private void agree(int teller, SimNode node) {
        writer.begin(world.node(teller).id(), WireFormat.ANYBODY, new Message.Ask(node.viewHash()));
        node.tell(teller, writer.finish());
    }

    private static Member member(SimNode node) {
        Life life = node.life();
        Offer offer =
                Objects.requireNonNull(life.offer(life.offerVersion()), "started, so offered");
        return new Member(life.id(), Status.ALIVE, life.incarnation(), Optional.of(offer));
    }
}
