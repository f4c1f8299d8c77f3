package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.spring.Applications;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;

/** What an operator reads in the log about what is announced. */
@ExtendWith(OutputCaptureExtension.class)
class WhatIsLoggedTest {
    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void whatIsAnnouncedAndWhatBecomesOfItIsSaidOnce(CapturedOutput output) {
        ConfigurableApplicationContext context = start("gossip.discovery.instance-id=shop-1");
        GossipServiceRegistry registry = context.getBean(GossipServiceRegistry.class);
        GossipRegistration registration = context.getBean(GossipRegistration.class);
        registry.setStatus(registration, "down");
        registry.setStatus(registration, "CANCEL_OVERRIDE");
        context.close();

        String announced =
                "Announced shop/shop-1 at http://127.0.0.1:" + registration.getPort() + "\n";
        assertThat(output)
                .containsOnlyOnce(announced)
                .containsSubsequence(
                        announced,
                        "An operator says DOWN of shop/shop-1",
                        "An operator cancels the override of shop/shop-1",
                        "Announced shop/shop-1 as draining")
                .doesNotContain("Nothing is announced", "timeout-per-shutdown-phase");
    }

    @ParameterizedTest
    @CsvSource({
        "gossip.discovery.registration.enabled=false,"
                + " gossip.discovery.registration.enabled is false",
        "spring.cloud.service-registry.auto-registration.enabled=false,"
                + " spring.cloud.service-registry.auto-registration.enabled is false",
        "spring.main.web-application-type=none, this application has no web server"
    })
    void thatNothingIsAnnouncedIsSaidWithTheReason(
            String setting, String reason, CapturedOutput output) {
        start(setting);

        assertThat(output).containsOnlyOnce("Nothing is announced: " + reason);
    }

    @Test
    void theAddressAndTheReasonAreSaidOnce(CapturedOutput output) {
        start();

        assertThat(output)
                .containsOnlyOnce("Advertised address")
                .containsOnlyOnce(
                        "Advertised address 127.0.0.1 (gossip.discovery.bind.address, for this"
                                + " machine only)");
    }

    @Test
    void aChosenAddressIsSaidWithItsInterface(CapturedOutput output) {
        start(
                "gossip.discovery.bind.address=0.0.0.0",
                "gossip.discovery.security.mode=none",
                "gossip.discovery.advertise.interfaces=lo");

        assertThat(output).containsOnlyOnce("Advertised address 127.0.0.1 of lo (");
    }

    @Test
    void aSeedThatIsTheNodeItselfIsWarnedOf(CapturedOutput output) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        start("gossip.discovery.bind.port=" + port, "gossip.discovery.seeds=127.0.0.1:" + port);

        assertThat(output)
                .containsOnlyOnce(
                        "gossip.discovery.seeds names only this node itself, 127.0.0.1:" + port);
    }

    @Test
    void aDrainThatSpringWouldCutShortIsWarnedOf(CapturedOutput output) {
        start(
                "gossip.discovery.shutdown.drain=3s",
                "spring.lifecycle.timeout-per-shutdown-phase=2s");

        assertThat(output)
                .containsOnlyOnce(
                        "gossip.discovery.shutdown.drain is 3000 ms, but"
                                + " spring.lifecycle.timeout-per-shutdown-phase ends it after"
                                + " 2000 ms");
    }

    private ConfigurableApplicationContext start(String... properties) {
        return applications.start(
                "shop",
                Stream.concat(
                                Stream.of(properties),
                                Stream.of("logging.level.io.gossipdiscovery.spring=info"))
                        .toArray(String[]::new));
    }
}
