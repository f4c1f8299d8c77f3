package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.SecurityMode;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ConfigMappingTest {

    @Test
    void nothingNeedBeSetOnOneMachine() {
        GossipConfig config = map();

        assertThat(config.bind()).isEqualTo(new BindConfig("127.0.0.1", 7946, 7955, "", 0));
        assertThat(config.seeds())
                .hasSize(10)
                .startsWith("127.0.0.1:7946")
                .endsWith("127.0.0.1:7955");
        assertThat(config.cluster()).isEqualTo("default");
        assertThat(config.probe()).isEqualTo(GossipConfig.local().probe());
    }

    @Test
    void theDefaultsInCodeAreThoseThatAreBound() {
        assertThat(new GossipDiscoveryProperties()).isEqualTo(Settings.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "9000"})
    void aPortOfItsOwnKeepsTheSeedsOfThisMachine(String port) {
        GossipConfig config = map("bind.port=" + port);

        assertThat(config.bind().firstPort()).isEqualTo(Integer.parseInt(port));
        assertThat(config.bind().lastPort()).isEqualTo(Integer.parseInt(port));
        assertThat(config.seeds()).hasSize(10).startsWith("127.0.0.1:7946");
    }

    @Test
    void anotherLoopbackAddressAsksThereAndAtTheUsualOne() {
        assertThat(map("bind.address=127.0.0.2").seeds())
                .hasSize(20)
                .doesNotHaveDuplicates()
                .startsWith("127.0.0.2:7946")
                .contains("127.0.0.2:7955", "127.0.0.1:7946")
                .endsWith("127.0.0.1:7955");
    }

    @Test
    void loopbackMayBeIpv6() {
        GossipConfig config = map("bind.address=::1");

        assertThat(config.seeds()).hasSize(10).startsWith("[0:0:0:0:0:0:0:1]:7946");
        assertThat(config.probe()).isEqualTo(GossipConfig.local().probe());
    }

    @Test
    void seedsReplaceThoseOfThisMachine() {
        assertThat(map("seeds=10.0.0.8:7946, seeds.example:7947,[fd00::8]:7948").seeds())
                .containsExactly("10.0.0.8:7946", "seeds.example:7947", "[fd00::8]:7948");
        assertThat(map("seeds[0]=a:1", "seeds[1]=b:2").seeds()).containsExactly("a:1", "b:2");
    }

    @Test
    void seedsMayBeNamesRecordsAndFiles() {
        assertThat(map("seeds=srv:_gossip._udp.example.internal,file:/etc/gossip/seeds").seeds())
                .containsExactly("srv:_gossip._udp.example.internal", "file:/etc/gossip/seeds");
        assertThat(map("seeds=dns:shop-gossip").seeds()).containsExactly("shop-gossip:7946");
        assertThat(map("seeds=dns:shop-gossip", "bind.port=9000").seeds())
                .containsExactly("shop-gossip:9000");
        assertThat(map("seeds=dns:shop-gossip", "bind.port=9000", "advertise.port=17").seeds())
                .containsExactly("shop-gossip:17");
        refuses("gossip.discovery.seeds[0]", "seeds=dns:shop-gossip", "bind.port=0")
                .withMessageContaining("names no port");
    }

    @Test
    void anEmptyListOfSeedsMeansNoSeeds() {
        assertThat(map("seeds=").seeds()).isEmpty();
    }

    @Test
    void beyondLoopbackTheOptOutIsEnough() {
        GossipConfig config = map("bind.address=10.0.0.7", "security.mode=none");

        assertThat(config.security()).isEqualTo(SecurityMode.NONE);
        assertThat(config.seeds()).isEmpty();
        assertThat(config.probe()).isEqualTo(GossipConfig.lan().probe());
    }

    @Test
    void theWildcardTakesTheAdvertisedAddress() {
        assertThat(
                        map(
                                        "bind.address=0.0.0.0",
                                        "security.mode=none",
                                        "advertise.address=10.0.0.7",
                                        "advertise.port=17946")
                                .bind())
                .isEqualTo(new BindConfig("0.0.0.0", 7946, 7955, "10.0.0.7", 17946));
    }

    @Test
    void atTheWildcardAnAddressIsChosen() {
        assertThat(
                        map("bind.address=0.0.0.0", "security.mode=none", "advertise.interfaces=lo")
                                .bind())
                .isEqualTo(new BindConfig("0.0.0.0", 7946, 7955, "127.0.0.1", 0));
    }

    @Test
    void presetsCanBeChosen() {
        assertThat(map("preset=wan").probe()).isEqualTo(GossipConfig.wan().probe());
        assertThat(map("preset=lan").sync()).isEqualTo(GossipConfig.lan().sync());
        assertThat(map("bind.address=10.0.0.7", "security.mode=none", "preset=local").suspicion())
                .isEqualTo(GossipConfig.local().suspicion());
    }

    @Test
    void regionAndZoneBecomeLabels() {
        assertThat(map("region=north", "zone=n1").labels())
                .isEqualTo(Map.of("region", "north", "zone", "n1"));
    }

    @Test
    void timingsAreDifferencesToThePreset() {
        GossipConfig config =
                map(
                        "probe.interval=2s",
                        "probe.health-ceiling=4",
                        "probe.lifelines=2",
                        "suspicion.minimum=3s",
                        "dissemination.fan-out=5",
                        "dissemination.cross-zone-share=0.3",
                        "sync.reap-after=2h");

        GossipConfig preset = GossipConfig.local().build();
        assertThat(config.probe().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.probe().healthCeiling()).isEqualTo(4);
        assertThat(config.probe().lifelines()).isEqualTo(2);
        assertThat(config.probe().timeout()).isEqualTo(preset.probe().timeout());
        assertThat(config.suspicion().minimum()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.dissemination().fanOut()).isEqualTo(5);
        assertThat(config.dissemination().crossZoneShare()).isEqualTo(0.3);
        assertThat(config.sync().reapAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(config.sync().quiet()).isEqualTo(preset.sync().quiet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.8",
                "host",
                ":7946",
                "host:",
                "host:0",
                "host:65536",
                "host:x",
                "::1:7946",
                "my host:7946",
                "host/path:7946",
                "dns:my host",
                "srv:a b",
                "file:",
                "http://host"
            })
    void aSeedIsHostAndPort(String seed) {
        refuses("gossip.discovery.seeds[1]", "seeds[0]=ok:7946", "seeds[1]=" + seed)
                .withMessageContaining("'" + seed + "'")
                .withMessageContaining("host:port");
    }

    @ParameterizedTest
    @CsvSource({
        "gossip.discovery.bind.address, bind.address=localhost",
        "gossip.discovery.bind.address, bind.address=300.1.1.1",
        "gossip.discovery.bind.address, bind.address=10.0.0.7",
        "gossip.discovery.bind.address, bind.address=0.0.0.0",
        "gossip.discovery.advertise.address, advertise.address=10.0.0.7",
        "gossip.discovery.advertise.address, advertise.address=example.org",
        "gossip.discovery.advertise.address, advertise.address=0.0.0.0",
        "gossip.discovery.advertise.address, advertise.address=::",
        "gossip.discovery.advertise.address, advertise.address=224.0.0.1",
        "gossip.discovery.bind.address, bind.address=ff02::1",
        "gossip.discovery.bind.port, bind.port=70000",
        "gossip.discovery.advertise.port, advertise.port=-1",
        "gossip.discovery.security.key, security.key=secret",
        "gossip.discovery.cluster, cluster=",
        "gossip.discovery.probe, probe.interval=1ms",
        "gossip.discovery.suspicion, suspicion.maximum-factor=0",
        "gossip.discovery.dissemination, dissemination.packet-bytes=9000",
        "gossip.discovery.sync, sync.quiet=1h"
    })
    void whatCannotWorkIsRefusedByName(String property, String setting) {
        refuses(property, setting);
    }

    @Test
    void aKeyIsRefusedRatherThanIgnored() {
        refuses("gossip.discovery.security.key", "security.key=s3cr3t-value")
                .withMessageContaining("encryption is not built yet")
                .withMessageNotContaining("s3cr3t-value");
        assertThat(Settings.of("security.key=s3cr3t-value").toString())
                .doesNotContain("s3cr3t-value");
    }

    private static GossipConfig map(String... settings) {
        return ConfigMapping.toConfig(Settings.of(settings));
    }

    @Test
    void aQuarantineIsShortAndNotForEver() {
        String property = "gossip.discovery.load-balancer.quarantine.duration";
        for (String duration : List.of("0s", "-1s", "61s")) {
            refuses(property, "load-balancer.quarantine.duration=" + duration);
        }
        assertThat(map("load-balancer.quarantine.duration=60s")).isNotNull();
    }

    private static ThrowableAssertAlternative<InvalidGossipPropertyException> refuses(
            String property, String... settings) {
        ThrowableAssertAlternative<InvalidGossipPropertyException> refusal =
                assertThatExceptionOfType(InvalidGossipPropertyException.class)
                        .isThrownBy(() -> map(settings))
                        .withMessageStartingWith(property + " ");
        refusal.extracting(e -> e.fix(), type(String.class)).isNotNull();
        return refusal;
    }
}
