package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.GossipNode;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tells who the node is: what an operator has to know to find it in what others say of it. */
public final class GossipInfoContributor implements InfoContributor {
    private final GossipNode node;

    public GossipInfoContributor(GossipNode node) {
        this.node = node;
    }

    /** Adds nothing while the node does not run. */
    @Override
    public void contribute(Info.Builder builder) {
        node.life()
                .ifPresent(
                        life -> {
                            NodeId self = life.self();
                            Map<String, Object> details = new LinkedHashMap<>();
                            details.put("id", self.toString());
                            details.put("cluster", life.config().cluster());
                            details.put("address", self.address().toString());
                            builder.withDetail("gossip", details);
                        });
    }
}
