package io.gossipdiscovery.node;

import static io.gossipdiscovery.node.StartFailedException.Reason.BAD_ADDRESS;
import static io.gossipdiscovery.node.StartFailedException.Reason.NOT_SECURED;
import static io.gossipdiscovery.node.StartFailedException.Reason.PORT_TAKEN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SecurityMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/** Where a node may start, and what is said where it may not. */
class StartTest {
    @RegisterExtension final Nodes nodes = new Nodes();

    static Stream<Arguments> refusals() {
        SecurityMode auto = SecurityMode.AUTO;
        SecurityMode none = SecurityMode.NONE;
        return Stream.of(
                arguments("localhost", "", auto, BAD_ADDRESS, "bind.address"),
                arguments("node.example", "", none, BAD_ADDRESS, "bind.address"),
                arguments("127.0.0.1", "node.example", none, BAD_ADDRESS, "advertise.address"),
                arguments("0.0.0.0", "", none, BAD_ADDRESS, "advertise.address"),
                arguments("::", "", none, BAD_ADDRESS, "advertise.address"),
                arguments("0.0.0.0", "0.0.0.0", none, BAD_ADDRESS, "advertise.address"),
                arguments("127.0.0.1", "224.0.0.1", none, BAD_ADDRESS, "advertise.address"),
                arguments("203.0.113.7", "", none, BAD_ADDRESS, "bind.address"),
                arguments("203.0.113.7", "", auto, NOT_SECURED, "security.mode"),
                arguments("0.0.0.0", "127.0.0.1", auto, NOT_SECURED, "security.mode"),
                arguments("127.0.0.1", "203.0.113.7", auto, NOT_SECURED, "security.mode"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aBadPlaceIsRefusedWithThePropertyToChange(
            String bind,
            String advertised,
            SecurityMode security,
            StartFailedException.Reason reason,
            String property) {
        BindConfig place = new BindConfig(bind, 0, 0, advertised, 0);
        StartFailedException refusal = refusal(config(place).security(security));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.address()).isEqualTo(bind);
        assertThat(refusal).hasMessageContaining(property);
    }

    @Test
    void aPortTakenForStreamsIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, loopback())) {
            assertTaken(taken.getLocalPort());
        }
    }

    @Test
    void aPortTakenForDatagramsIsRefused() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(loopback(), 0))) {
            assertTaken(taken.getLocalPort());
        }
    }

    @Test
    void ofARangeTheFirstFreePortIsTaken() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        int first = one.self().address().port();
        BindConfig range = new BindConfig("127.0.0.1", first, Math.min(first + 50, 65535), "", 0);
        GossipDiscovery two = nodes.add(GossipDiscovery.start(config(range).build()));
        assertThat(two.self().address().port()).isBetween(first + 1, first + 50);
    }

    @Test
    void theAdvertisedAddressIsWhoTheNodeIs() {
        BindConfig behind = new BindConfig("127.0.0.1", 0, 0, "127.0.0.5", 4000);
        GossipDiscovery node = nodes.add(GossipDiscovery.start(config(behind).build()));
        assertThat(node.self().address()).hasToString("127.0.0.5:4000");
    }

    @Test
    void theWildcardServesWhereAnAddressIsAdvertised() {
        BindConfig all = new BindConfig("0.0.0.0", 0, 0, "127.0.0.1", 0);
        GossipConfig config = config(all).security(SecurityMode.NONE).build();
        GossipDiscovery one = nodes.add(GossipDiscovery.start(config));
        GossipDiscovery two = nodes.at("127.0.0.2", one);
        Nodes.awaitAllKnown(one, two);
    }

    @Test
    void nodesMayTalkIPv6() {
        assumeTrue(hasIPv6(), "this machine has no ::1");
        GossipDiscovery one = nodes.at("::1");
        GossipDiscovery two = nodes.at("::1", one);
        two.register(Nodes.instance("cart", "1"));
        Nodes.awaitAllKnown(one, two);
        Nodes.awaitListed(one, "cart", "1");
    }

    @Test
    void everyStartIsALaterLife() {
        GossipDiscovery one = nodes.at("127.0.0.1");
        one.close();
        GossipDiscovery two = nodes.at("127.0.0.1");
        assertThat(two.self().generation()).isGreaterThan(one.self().generation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":7946",
                "host:0",
                "host:65536",
                "host:x",
                "a b:7946",
                "::1:7946",
                "[::1]",
                "http://host:7946",
                "10.0.0.7"
            })
    void aSeedMustBeHostAndPort(String seed) {
        assertThatThrownBy(() -> GossipDiscovery.start(GossipConfig.lan().seeds(seed).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + seed + "'");
    }

    private void assertTaken(int port) {
        StartFailedException refusal =
                refusal(config(new BindConfig("127.0.0.1", port, port, "", 0)));
        assertThat(refusal.reason()).isEqualTo(PORT_TAKEN);
        assertThat(refusal.firstPort()).isEqualTo(port);
        assertThat(refusal.lastPort()).isEqualTo(port);
        assertThat(refusal).hasMessageContaining("bind.port " + port);
    }

    private static StartFailedException refusal(GossipConfig.Builder config) {
        return catchThrowableOfType(
                StartFailedException.class, () -> GossipDiscovery.start(config.build()));
    }

    private static GossipConfig.Builder config(BindConfig bind) {
        return GossipConfig.local().cluster("test").bind(bind).seeds(List.of());
    }

    private static boolean hasIPv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByName("127.0.0.1");
    }
}
