package io.gossipdiscovery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class GossipConfigTest {
    @Test
    void everyPresetKeepsItsOwnRules() {
        for (GossipConfig.Builder preset :
                new GossipConfig.Builder[] {
                    GossipConfig.local(), GossipConfig.lan(), GossipConfig.wan()
                }) {
            GossipConfig config = preset.build();
            assertThat(config.probe().probeNanos())
                    .isLessThanOrEqualTo(config.probe().intervalNanos());
            assertThat(config.suspicion().minimumNanos())
                    .isGreaterThan(config.probe().intervalNanos());
        }
    }

    @Test
    void aPresetIsADifferenceThatCanBeChangedFurther() {
        GossipConfig config =
                GossipConfig.wan().cluster("shop").bind("10.0.0.7", 7946).seeds("a:1").build();
        assertThat(config.cluster()).isEqualTo("shop");
        assertThat(config.bind().firstPort()).isEqualTo(7946);
        assertThat(config.probe()).isEqualTo(GossipConfig.wan().build().probe());
        assertThat(config.seeds()).containsExactly("a:1");
    }

    @Test
    void labelsAreCheckedWhereTheCallerHearsOfIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> GossipConfig.lan().labels(Map.of("zone", "z".repeat(2000))).build())
                .withMessageContaining("zone");
    }

    @Test
    void aShareIsAPartOfTheWholeAndNeverNothing() {
        DisseminationConfig lan = GossipConfig.lan().dissemination();
        assertThat(lan.withCrossZoneShare(0.01).crossZoneShare()).isEqualTo(0.01);
        for (double share : new double[] {0, -1, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lan.withCrossZoneShare(share))
                    .withMessageContaining("dissemination.cross-zone-share");
        }
    }

    @Test
    void aNumberOutOfRangeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new SuspicionConfig(
                                        Duration.ofMillis(1),
                                        3,
                                        3,
                                        Duration.ofSeconds(30),
                                        Duration.ofMinutes(5)))
                .withMessageContaining("suspicion.minimum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BindConfig("10.0.0.1", 70_000, 70_000, "", 0))
                .withMessageContaining("bind.port");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ProbeConfig(
                                        Duration.ofSeconds(1), Duration.ofMillis(400), 3, 3, 8))
                .withMessageContaining("probe.timeout")
                .withMessageContaining("probe.interval");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GossipConfig.lan().cluster(" ").build())
                .withMessageContaining("cluster");
    }
}
