package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import org.junit.jupiter.api.Test;

import java.util.UUID;

class BerthTest {
    private final UUID own = UUID.randomUUID();
    private final GossipConfig config = config("bind.port=0");

    @Test
    void theNextOneTakesWhatWasGivenBack() {
        Berth former = Berth.of(config);
        former.tookPort(4711);
        former.close();

        Berth next = Berth.of(config);

        assertThat(next.letters()).hasSize(8).isEqualTo(former.letters());
        assertThat(next.port()).isEqualTo(4711);
    }

    @Test
    void thoseSideBySideHaveOneEach() {
        Berth one = Berth.of(config);
        Berth other = Berth.of(config);
        one.close();
        one.close();

        assertThat(other.letters()).isNotEqualTo(one.letters());
        assertThat(Berth.of(config).letters()).isEqualTo(one.letters());
        assertThat(Berth.of(config).letters()).isNotEqualTo(one.letters());
    }

    @Test
    void whoListensElsewhereOrBelongsToOthersTakesNone() {
        Berth former = Berth.of(config);
        former.close();

        assertThat(Berth.of(config("bind.port=4712")).letters()).isNotEqualTo(former.letters());
        assertThat(Berth.of(config.withBind(config.bind())).letters()).isEqualTo(former.letters());
        assertThat(
                        Berth.of(
                                        ConfigMapping.toConfig(
                                                Settings.of("bind.port=0", "cluster=another")))
                                .letters())
                .isNotEqualTo(former.letters());
    }

    private GossipConfig config(String bind) {
        return ConfigMapping.toConfig(Settings.of(bind, "seeds=", "cluster=test-" + own));
    }
}
