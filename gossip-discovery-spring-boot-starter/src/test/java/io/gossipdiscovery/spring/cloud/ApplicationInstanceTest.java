package io.gossipdiscovery.spring.cloud;

import static io.gossipdiscovery.model.ServiceStatus.STARTING;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gossipdiscovery.model.Instance;
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
    void regionZoneAndVersionAreToldToCallers() {
        environment.setProperty("spring.application.version", "1.2.3");
        Instance instance =
                describe("region=north", "zone=n1", "metadata.weight=3", "metadata.zone=own");

        assertThat(instance.metadata())
                .isEqualTo(Map.of("region", "north", "zone", "own", "weight", "3"));
        assertThat(instance.version()).isEqualTo("1.2.3");
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
    void customizersHaveTheLastWord() {
        ApplicationInstance application =
                new ApplicationInstance(
                        Settings.of(),
                        ConfigMapping.toConfig(Settings.of()),
                        environment,
                        List.of(
                                instance -> instance.withVersion("9"),
                                instance ->
                                        instance.withMetadata(Map.of("v", instance.version()))));

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
        return new ApplicationInstance(
                properties, ConfigMapping.toConfig(properties), environment, List.of());
    }
}
