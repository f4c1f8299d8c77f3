package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.netty.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Real nodes that look at each other's addresses. */
class FindingsTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void whoTellsAClosedPortIsToldSoUntilSomebodyListensThere() throws IOException {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        try (Socket taken = new Socket()) { // bound, so that nobody else comes to listen there
            taken.bind(new InetSocketAddress(loopback, 0));
            port = taken.getLocalPort();
            two.register(Instance.of("cart", "cart-1", "127.0.0.1", port));
            Await.until("it is wrong", () -> isWrong(two, port), two::findings);
        }

        assertThat(finding(two, port).attempts())
                .containsExactly(
                        new Finding.Attempt(one.self(), two.self().address(), Dial.REFUSED));
        assertThat(finding(two, two.self().address().port()).isWrong()).isFalse();
        assertThat(one.findings()).noneMatch(Finding::isWrong);
        assertThat(one.counters().get("dials")).isPositive();

        try (ServerSocket service = new ServerSocket(port, 10, loopback)) {
            assertThat(service.isBound()).isTrue();
            Await.until("it is right", () -> !isWrong(two, port), two::findings);
        }
    }

    @Test
    void whoTellsAnAddressOfItsOwnThatLeadsNowhereIsToldSo() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        GossipDiscovery two = listening(new BindConfig("127.0.0.2", 0, 0, "127.0.0.3", 0), one);
        int port = two.self().address().port();

        Await.until("it is wrong", () -> isWrong(two, port), two::findings);

        assertThat(finding(two, port).attempts())
                .allMatch(attempt -> attempt.source().host().equals("127.0.0.2"));
    }

    @Test
    void whoDoesNotWantItIsNotLookedAtAndLooksAtNobody() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        BindConfig unverified = new BindConfig("127.0.0.2", 0, 0, "", 0).withVerified(false);
        GossipDiscovery two = listening(unverified, one);
        GossipDiscovery three = nodes.at("127.0.0.4", one);

        Await.until("others are", () -> !one.findings().isEmpty() && !three.findings().isEmpty());

        assertThat(two.findings()).isEmpty();
        assertThat(two.counters()).containsEntry("dials", 0L);
    }

    private GossipDiscovery listening(BindConfig bind, GossipDiscovery seed) {
        String address = seed.self().address().toString();
        return nodes.start(bind.address(), config -> config.bind(bind).seeds(address));
    }

    private static boolean isWrong(GossipDiscovery node, int port) {
        return node.findings().stream().anyMatch(f -> f.port() == port && f.isWrong());
    }

    private static Finding finding(GossipDiscovery node, int port) {
        return node.findings().stream().filter(f -> f.port() == port).findFirst().orElseThrow();
    }
}
