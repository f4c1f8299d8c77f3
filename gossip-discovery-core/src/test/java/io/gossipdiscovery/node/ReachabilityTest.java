package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.netty.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReachabilityTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void whoTellsOthersAWrongAddressIsToldSo() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two =
                nodes.start(
                        "127.0.0.2",
                        config ->
                                config.bind(new BindConfig("127.0.0.2", 0, 0, "127.0.0.3", 0))
                                        .seeds(one.self().address().toString()));

        Await.until("it is unreached", two::isUnreached, two::counters);

        assertThat(two.counters()).containsEntry("probes.received", 0L);
        assertThat(one.isUnreached()).isFalse();
    }

    @Test
    void whoIsProbedIsReached() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);

        Await.until("both are probed", () -> isProbed(one) && isProbed(two));

        assertThat(one.isUnreached()).isFalse();
        assertThat(two.isUnreached()).isFalse();
    }

    private static boolean isProbed(GossipDiscovery node) {
        return node.counters().get("probes.received") > 0;
    }
}
