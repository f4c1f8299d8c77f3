package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;

/** An application that tells others an address at which they cannot reach it. */
@ExtendWith(OutputCaptureExtension.class)
class UnreachedTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void healthAndLogSaySo(CapturedOutput output) {
        ConfigurableApplicationContext one = applications.start("one");
        ConfigurableApplicationContext two =
                applications.start("two", "gossip.discovery.advertise.address=127.0.0.3");

        await().atMost(LIMIT).until(() -> isUnreached(two));

        assertThat(output)
                .containsOnlyOnce("others answer, but no probe of theirs has come to 127.0.0.3:");
        assertThat(isUnreached(one)).isFalse();
    }

    private static boolean isUnreached(ConfigurableApplicationContext context) {
        return Boolean.TRUE.equals(
                context.getBean(GossipDiscoveryHealthIndicator.class)
                        .health()
                        .getDetails()
                        .get("unreached"));
    }
}
