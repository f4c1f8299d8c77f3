package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.spring.AddressChoice.Chosen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which address others are told, on a machine with two cards, bridges, a tunnel and IPv6. */
class AddressChoiceTest {
    private static final Address IPV4 = Address.of("0.0.0.0", 1);
    private static final Address BOTH = Address.of("::", 1);
    private static final String SEED = "10.9.0.8:7946";

    private static final List<LocalAddress> MACHINE =
            List.of(
                    local("lo", 1, "127.0.0.1"),
                    local("lo", 1, "::1"),
                    local("docker0", 2, "172.17.0.1"),
                    local("br-4f2a", 3, "172.18.0.1"),
                    local("eth0", 4, "203.0.113.5"),
                    local("eth1", 5, "10.9.0.7"),
                    local("eth1", 5, "fe80::7"),
                    local("eth1", 5, "fd00::7"),
                    local("tun0", 6, "10.200.0.2"));

    @Test
    void theRouteToASeedDecides() {
        Chosen chosen = choose(settings(), InetUtilsSettings.NONE, Map.of(SEED, "203.0.113.5"));

        assertThat(chosen.local().host()).isEqualTo("203.0.113.5");
        assertThat(chosen.why()).isEqualTo("the route to seed " + SEED);
        assertThat(chosen.others())
                .extracting(LocalAddress::toString)
                .containsExactly(
                        "10.9.0.7 (eth1)",
                        "172.17.0.1 (docker0)",
                        "172.18.0.1 (br-4f2a)",
                        "10.200.0.2 (tun0)");
    }

    @Test
    void withoutARouteACardComesBeforeBridgesAndThePrivateBeforeThePublic() {
        Chosen chosen = choose(settings(), InetUtilsSettings.NONE, Map.of());

        assertThat(chosen.local()).isEqualTo(local("eth1", 5, "10.9.0.7"));
        assertThat(chosen.why()).contains("no seed tells a route");
    }

    @Test
    void aRouteOverWhatIsNotWantedCountsForNothing() {
        Chosen chosen =
                choose(
                        settings("advertise.networks=10.0.0.0/8"),
                        InetUtilsSettings.NONE,
                        Map.of(SEED, "203.0.113.5"));

        assertThat(chosen.local().host()).isEqualTo("10.9.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "advertise.interfaces=eth0, 203.0.113.5",
        "advertise.interfaces=eth*, 10.9.0.7",
        "advertise.interfaces=tun0, 10.200.0.2",
        "advertise.interfaces=lo, 127.0.0.1",
        "advertise.networks=203.0.113.0/24, 203.0.113.5",
        "advertise.networks=172.16.0.0/12, 172.17.0.1",
        "advertise.networks=10.9.0.7, 10.9.0.7",
        "advertise.networks=127.0.0.0/8, 127.0.0.1"
    })
    void interfacesAndNetworksAreKeptTo(String setting, String host) {
        assertThat(choose(settings(setting), InetUtilsSettings.NONE, Map.of()).local().host())
                .isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "ignored-interfaces=eth1, 203.0.113.5",
        "ignored-interfaces=eth.*, 172.17.0.1",
        "preferred-networks=10.200, 10.200.0.2",
        "preferred-networks=203\\..*, 203.0.113.5",
        "use-only-site-local-interfaces=true, 10.9.0.7"
    })
    void whatSpringCloudIsToldOfAddressesIsHonoured(String setting, String host) {
        String[] pair = setting.split("=");
        InetUtilsSettings inetUtils =
                InetUtilsSettings.of(
                        new MockEnvironment()
                                .withProperty("spring.cloud.inetutils." + pair[0], pair[1]));

        assertThat(choose(settings(), inetUtils, Map.of()).local().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignored-interfaces", "preferred-networks"})
    void whatIsNoRegularExpressionIsNamed(String setting) {
        String property = "spring.cloud.inetutils." + setting;
        InetUtilsSettings inetUtils =
                InetUtilsSettings.of(new MockEnvironment().withProperty(property, "eth(0"));

        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> choose(settings(), inetUtils, Map.of()))
                .withMessageStartingWith(property + " has 'eth(0', which is not a regular");
    }

    @Test
    void anInterfaceThatIsNamedIsTakenWhateverSpringCloudIgnores() {
        InetUtilsSettings inetUtils =
                new InetUtilsSettings(List.of("eth0"), List.of(), true, "", "");

        assertThat(choose(settings("advertise.interfaces=eth0"), inetUtils, Map.of()).local().nic())
                .isEqualTo("eth0");
    }

    @Test
    void ipv6IsTakenWhereTheNodeListensInBothFamiliesAndTheRouteSaysSo() {
        Network network = new Machine(Map.of("[fd00::8]:7946", "fd00::7"));
        AddressChoice choice =
                new AddressChoice(settings().advertise(), InetUtilsSettings.NONE, network);

        assertThat(choice.choose(BOTH, List.of("[fd00::8]:7946")).local().host())
                .isEqualTo(Address.of("fd00::7", 1).host());
        assertThat(choice.choose(BOTH, List.of()).local().host()).isEqualTo("10.9.0.7");
        assertThat(choice.choose(BOTH, List.of()).others())
                .noneMatch(local -> local.address().inet().isLinkLocalAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "advertise.interfaces=eth7, gossip.discovery.advertise.interfaces",
        "advertise.networks=198.51.100.0/24, gossip.discovery.advertise.networks",
        "advertise.networks=fd00::/8, gossip.discovery.advertise.networks",
        "advertise.networks=10.0.0.0/33, gossip.discovery.advertise.networks",
        "advertise.networks=ten, gossip.discovery.advertise.networks"
    })
    void whatFitsNothingIsRefusedByName(String setting, String property) {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> choose(settings(setting), InetUtilsSettings.NONE, Map.of()))
                .withMessageStartingWith(property + " ")
                .withMessageContaining(setting.substring(setting.indexOf('=') + 1));
    }

    @Test
    void aMachineWithoutAnyAddressSaysSo() {
        Network lonely = new Machine(List.of(local("lo", 1, "127.0.0.1")), Map.of());

        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(
                        () ->
                                new AddressChoice(
                                                settings().advertise(),
                                                InetUtilsSettings.NONE,
                                                lonely)
                                        .choose(IPV4, List.of()))
                .withMessageStartingWith("gossip.discovery.advertise.address is not set")
                .withMessageContaining("127.0.0.1 (lo)");
    }

    @Test
    void thisMachineKnowsItsAddressesAndRoutes() {
        Network network = Network.ofThisMachine();

        assertThat(network.addresses()).extracting(LocalAddress::host).contains("127.0.0.1");
        assertThat(network.sourceTowards(Address.parse("127.0.0.1:7946")))
                .map(Address::host)
                .contains("127.0.0.1");
        assertThat(network.behind(List.of("a".repeat(70) + ":7", "localhost:7")))
                .satisfiesExactly(
                        unknown -> assertThat(unknown).isEmpty(),
                        here -> assertThat(here).contains(Address.parse("127.0.0.1:7")));
    }

    private static Chosen choose(
            GossipDiscoveryProperties settings,
            InetUtilsSettings inetUtils,
            Map<String, String> routes) {
        return new AddressChoice(settings.advertise(), inetUtils, new Machine(routes))
                .choose(IPV4, List.of(SEED));
    }

    private static GossipDiscoveryProperties settings(String... settings) {
        return Settings.of(settings);
    }

    private static LocalAddress local(String nic, int index, String host) {
        return new LocalAddress(nic, index, Address.of(host, 1));
    }

    /** Routes by seed. */
    private record Machine(List<LocalAddress> addresses, Map<String, String> routes)
            implements Network {
        Machine(Map<String, String> routes) {
            this(MACHINE, routes);
        }

        @Override
        public Optional<Address> sourceTowards(Address destination) {
            return routes.entrySet().stream()
                    .filter(route -> Address.parse(route.getKey()).equals(destination))
                    .map(route -> Address.of(route.getValue(), 1))
                    .findFirst();
        }

        @Override
        public List<List<Address>> behind(List<String> seeds) {
            return seeds.stream().map(seed -> List.of(Address.parse(seed))).toList();
        }
    }
}
