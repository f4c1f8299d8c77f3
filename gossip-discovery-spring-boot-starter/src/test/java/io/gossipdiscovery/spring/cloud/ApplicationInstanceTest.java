package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.model.ServiceStatus.STARTING;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.Berth;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import java.util.List;
import java.util.Map;

class ApplicationInstanceTest {
    private final MockEnvironment environment =
            new MockEnvironment().withProperty("spring.application.name", "Shop");

    @Test
    void theNameOfTheApplicationIsThatOfTheServiceInItsCase() {
        assertThat(describe().service()).isEqualTo("Shop");
        assertThat(describe("service-name=cart").service()).isEqualTo("cart");
    }

    @Test
    void theIdIsUniqueAndKept() {
        ApplicationInstance application = application();

        assertThat(application.at(0, STARTING).id()).matches("Shop-[0-9a-f]{8}");
        assertThat(application.at(8080, STARTING).id()).isEqualTo(application.at(0, STARTING).id());
        assertThat(describe().id()).isNotEqualTo(describe().id());
        assertThat(describe("instance-id=shop-7").id()).isEqualTo("shop-7");
    }

    @Test
    void theLongestNameStillHasAUniqueId() {
        environment.setProperty("spring.application.name", "a".repeat(128));

        assertThat(describe().id()).hasSize(128).matches("a+-[0-9a-f]{8}");
    }

    @Test
    void theHostIsTheAdvertisedOne() {
        assertThat(describe().host()).isEqualTo("127.0.0.1");
        assertThat(
                        describe(
                                "bind.address=0.0.0.0",
                                "advertise.address=10.0.0.7",
                                "security.mode=none"))
                .extracting(Instance::host)
                .isEqualTo("10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.5, 127.0.0.5",
        "0.0.0.0, 127.0.0.1",
        "::, 127.0.0.1",
        "localhost, 127.0.0.1",
        "10.0.0.9, 10.0.0.9"
    })
    void theHostIsWhereTheWebServerIsToldToListen(String address, String host) {
        environment.setProperty("server.address", address);

        assertThat(describe().host()).isEqualTo(host);
        assertThat(describe("advertise.address=127.0.0.9").host()).isEqualTo("127.0.0.9");
    }

    @Test
    void otherMachinesAreNotSentToTheirOwnLoopback() {
        environment.setProperty("server.address", "127.0.0.1");

        assertThat(describe("bind.address=10.0.0.7", "security.mode=none").host())
                .isEqualTo("10.0.0.7");
    }

    @Test
    void whereTheNodeListensEverywhereTheWebServersOwnAddressIsTold() {
        String[] everywhere = {
            "bind.address=0.0.0.0", "advertise.networks=127.0.0.0/8", "security.mode=none", "seeds="
        };

        environment.setProperty("server.address", "10.0.0.9");
        assertThat(describe(everywhere).host()).isEqualTo("10.0.0.9");
        environment.setProperty("server.address", "127.0.0.5");
        assertThat(describe(everywhere).host()).isEqualTo("127.0.0.5");
        environment.setProperty("server.address", "0.0.0.0");
        assertThat(describe(everywhere).host()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example",
        "Node-7, Node-7",
        "10.0.0.9, 10.0.0.9",
        "' 10.0.0.9 ', 10.0.0.9",
        "fd00::7, fd00:0:0:0:0:0:0:7",
        "[fd00::7], fd00:0:0:0:0:0:0:7"
    })
    void callersAreSentToTheHostThatIsToldWhateverElseIs(String told, String host) {
        environment.setProperty("server.address", "127.0.0.5");

        assertThat(describe("registration.host=" + told, "advertise.address=127.0.0.9").host())
                .isEqualTo(host);
        assertThat(
                        application(
                                        "registration.host=" + told,
                                        "services[0].name=shop-grpc",
                                        "services[0].port=9090")
                                .all(8080, STARTING))
                .extracting(Instance::host)
                .containsExactly(host, host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "shop.example:8443",
                "shop_1",
                "10.0.0.300",
                "0.0.0.0",
                "::",
                "fe80::1%eth0",
                "shop example"
            })
    void whatCanBeNoHostIsRefused(String told) {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> describe("registration.host=" + told))
                .withMessageStartingWith("gossip.discovery.registration.host is '" + told + "'");
    }

    @Test
    void aHostLongerThanAnInstanceMaySayIsRefused() {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> describe("registration.host=" + "a".repeat(129)))
                .withMessageStartingWith("gossip.discovery.registration.host is 'aaa");
    }

    @Test
    void regionAndZoneAreToldToCallers() {
        Instance instance =
                describe("region=north", "zone=n1", "metadata.weight=3", "metadata.zone=own");

        assertThat(instance.metadata())
                .isEqualTo(Map.of("region", "north", "zone", "own", "weight", "3"));
    }

    @Test
    void whatLoadBalancersReadIsToldUnderTheirNames() {
        environment.setProperty("server.servlet.context-path", "/shop");

        assertThat(
                        describe(
                                        "instance.weight=3",
                                        "instance.hint=blue",
                                        "instance.api-version=1.2",
                                        "instance.tags.team=carts")
                                .metadata())
                .isEqualTo(
                        Map.of(
                                "weight", "3",
                                "hint", "blue",
                                "API_VERSION", "1.2",
                                "tags.team", "carts",
                                "contextPath", "/shop"));
        assertThat(describe("instance.weight=3", "metadata.weight=5").metadata())
                .containsEntry("weight", "5");
    }

    @Test
    void aWeightThatSharesNoCallsIsRefused() {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> describe("instance.weight=0"))
                .withMessageStartingWith("gossip.discovery.instance.weight is 0");
    }

    @Test
    void theVersionIsTheOneGivenOrOfTheApplicationOrOfItsBuild() {
        assertThat(describe().version()).isEqualTo("b7");
        environment.setProperty("spring.application.version", "1.2.3");
        assertThat(describe().version()).isEqualTo("1.2.3");
        assertThat(describe("instance.version=9").version()).isEqualTo("9");
    }

    @Test
    void furtherServicesAreAtTheSamePlace() {
        List<Instance> all =
                application(
                                "zone=n1",
                                "instance-id=shop-1",
                                "metadata.colour=red",
                                "services[0].name=shop-grpc",
                                "services[0].port=9090",
                                "services[0].scheme=grpc",
                                "services[0].metadata.proto=v1",
                                "services[1].name=Shop",
                                "services[1].id=shop-1-admin",
                                "services[1].port=9443",
                                "services[1].scheme=HTTPS")
                        .all(8080, STARTING);

        assertThat(all).extracting(Instance::port).containsExactly(8080, 9090, 9443);
        assertThat(all).extracting(Instance::host).containsOnly("127.0.0.1");
        assertThat(all).extracting(Instance::version).containsOnly("b7");
        assertThat(all)
                .extracting(Instance::key)
                .extracting(Object::toString)
                .containsExactly("shop/shop-1", "shop-grpc/shop-1", "shop/shop-1-admin");
        assertThat(all).extracting(Instance::secure).containsExactly(false, false, true);
        assertThat(all.get(1).metadata())
                .isEqualTo(Map.of("zone", "n1", "proto", "v1", "scheme", "grpc"));
        assertThat(all.get(2).metadata()).isEqualTo(Map.of("zone", "n1"));
        assertThat(new GossipServiceInstance(all.get(1)).getUri())
                .hasToString("grpc://127.0.0.1:9090");
    }

    @Test
    void theOwnInstanceNeedsAPort() {
        assertThat(application().all(0, STARTING)).isEmpty();
        assertThat(application("registration.port=80").all(8080, STARTING))
                .extracting(Instance::port)
                .containsExactly(80);
        assertThat(application("registration.port=0").all(0, STARTING))
                .extracting(Instance::port)
                .containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "services[0].port=1, gossip.discovery.services[0].name is not set",
        "services[0].name=a_b, gossip.discovery.services[0].name is 'a_b'",
        "services[0].name=a, gossip.discovery.services[0].port is 0",
        "services[0].name=a;services[0].port=70000, gossip.discovery.services[0].port is 70000",
        "services[0].name=a;services[0].port=1;services[0].scheme=a b,"
                + " gossip.discovery.services[0].scheme is 'a b'",
        "services[0].name=Shop;services[0].port=1, gossip.discovery.services[0].id is 'Shop-",
        "registration.management.enabled=true;services[0].name=shop-management;services[0].port=1,"
                + " gossip.discovery.services[0].id is 'Shop-",
        "services[0].name=a;services[0].port=1;services[1].name=A;services[1].port=2,"
                + " gossip.discovery.services[1].id is 'Shop-"
    })
    void aServiceThatNobodyCouldCallIsRefused(String settings, String message) {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> application(settings.split(";")).all(8080, STARTING))
                .withMessageStartingWith(message);
    }

    @Test
    void tlsIsSeenInTheSettingsOfTheServer() {
        assertThat(describe().secure()).isFalse();
        environment.setProperty("server.ssl.bundle", "web");
        assertThat(describe().secure()).isTrue();
        environment.setProperty("server.ssl.enabled", "false");
        assertThat(describe().secure()).isFalse();
    }

    @Test
    void theSchemeThatIsToldWinsOverTheServersSettings() {
        Instance behindProxy = describe("registration.scheme=https", "registration.port=443");
        assertThat(behindProxy.secure()).isTrue();
        assertThat(new GossipServiceInstance(behindProxy).getScheme()).isEqualTo("https");

        environment.setProperty("server.ssl.bundle", "web");
        assertThat(describe("registration.scheme=HTTP").secure()).isFalse();
    }

    @Test
    void customizersHaveTheLastWord() {
        ApplicationInstance application =
                new ApplicationInstance(
                        Settings.of(),
                        ConfigMapping.toConfig(Settings.of()),
                        Berth.unshared(ConfigMapping.toConfig(Settings.of())),
                        environment,
                        List.of(
                                instance -> instance.withVersion("9"),
                                instance -> instance.withMetadata(Map.of("v", instance.version()))),
                        "");

        assertThat(application.at(0, STARTING).metadata()).isEqualTo(Map.of("v", "9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "Shop-2", "a", "shop.example", "1shop", "shop.v1"})
    void whatCanStandForAHostIsAName(String name) {
        environment.setProperty("spring.application.name", name);

        assertThat(describe().service()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my_shop", "my shop", "-shop", "shop-", "shop.", "a..b", "shop.1", "schön", "a/b"
            })
    void whatCannotStandForAHostIsRefused(String name) {
        environment.setProperty("spring.application.name", name);

        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(this::describe)
                .withMessageStartingWith("spring.application.name is '" + name + "'");
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> describe("service-name=" + name))
                .withMessageStartingWith("gossip.discovery.service-name is '" + name + "'");
    }

    @Test
    void metadataOverItsLimitIsRefused() {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> describe("metadata.long=" + "x".repeat(2000)))
                .withMessageStartingWith("gossip.discovery.metadata cannot be announced")
                .withMessageContaining("2000");
    }

    private Instance describe(String... settings) {
        return application(settings).at(0, STARTING);
    }

    private ApplicationInstance application(String... settings) {
        GossipDiscoveryProperties properties = Settings.of(settings);
        GossipConfig config = ConfigMapping.toConfig(properties);
        return new ApplicationInstance(
                properties, config, Berth.unshared(config), environment, List.of(), "b7");
    }
}
