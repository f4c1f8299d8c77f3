package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;

/** What users read when the start fails: which setting, and what to write instead. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    @ParameterizedTest
    @MethodSource
    void theTextNamesTheSettingAndTheFix(
            String setting, String description, String action, CapturedOutput output) {
        startFails(setting);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .containsSubsequence("Description:", description, "Action:", action);
    }

    static Stream<Arguments> theTextNamesTheSettingAndTheFix() {
        String tooLong = "x".repeat(1025);
        return Stream.of(
                arguments(
                        "spring.application.name=bad_name",
                        "spring.application.name is 'bad_name'",
                        "letters, digits"),
                arguments(
                        "gossip.discovery.service-name=-x",
                        "gossip.discovery.service-name is '-x'",
                        "letters, digits"),
                arguments(
                        "gossip.discovery.service-name=shop.1",
                        "gossip.discovery.service-name is 'shop.1'",
                        "a letter first after the last '.'"),
                arguments(
                        "spring.application.name=",
                        "spring.application.name is not set",
                        "gossip.discovery.registration.enabled"),
                arguments(
                        "gossip.discovery.metadata.a=" + tooLong,
                        "gossip.discovery.metadata cannot be announced: metadata 'a' has 1025",
                        "values of at most 1024"),
                arguments(
                        "gossip.discovery.instance-id=" + tooLong,
                        "gossip.discovery.instance-id cannot be announced",
                        "Shorten it"),
                arguments(
                        "gossip.discovery.seeds=nowhere",
                        "gossip.discovery.seeds[0] is 'nowhere'",
                        "10.0.0.8:7946"),
                arguments(
                        "gossip.discovery.instance-id=a\u0007b",
                        "gossip.discovery.instance-id cannot be announced",
                        "without control characters, or remove it"),
                arguments(
                        "gossip.discovery.seeds=ok:7946,my host:7946",
                        "gossip.discovery.seeds[1] is 'my host:7946'",
                        "10.0.0.8:7946"),
                arguments(
                        "gossip.discovery.advertise.address=0.0.0.0",
                        "gossip.discovery.advertise.address is 0.0.0.0, the wildcard",
                        "Set gossip.discovery.advertise.address to"),
                arguments(
                        "gossip.discovery.advertise.address=224.0.0.1",
                        "gossip.discovery.advertise.address is 224.0.0.1, a multicast address",
                        "Set gossip.discovery.advertise.address to"),
                arguments(
                        "gossip.discovery.bind.address=224.0.0.1",
                        "gossip.discovery.bind.address is 224.0.0.1, a multicast address",
                        "Set gossip.discovery.bind.address to"),
                arguments(
                        "gossip.discovery.bind.address=localhost",
                        "gossip.discovery.bind.address is 'localhost'",
                        "127.0.0.1"),
                arguments(
                        "gossip.discovery.bind.address=10.1.2.3",
                        "gossip.discovery.bind.address is 10.1.2.3",
                        "gossip.discovery.security.mode to 'none'"),
                arguments(
                        "gossip.discovery.security.key=secret",
                        "encryption is not built yet",
                        "Remove gossip.discovery.security.key"),
                arguments(
                        "gossip.discovery.probe.timeout=1ms",
                        "gossip.discovery.probe cannot be used: probe.timeout must be",
                        "within these bounds"),
                arguments(
                        "gossip.discovery.shutdown.drain=-1s",
                        "gossip.discovery.shutdown.drain is PT-1S",
                        "500ms"),
                arguments(
                        "gossip.discovery.instance.weight=0",
                        "gossip.discovery.instance.weight is 0",
                        "Write 1 or more"),
                arguments(
                        "gossip.discovery.registration.port=70000",
                        "gossip.discovery.registration.port is 70000",
                        "1 to 65535; or 0"),
                arguments(
                        "gossip.discovery.services[0].name=shop_grpc",
                        "gossip.discovery.services[0].name is 'shop_grpc'",
                        "Use letters, digits"),
                arguments(
                        "gossip.discovery.registration.health.debounce=-1s",
                        "gossip.discovery.registration.health.debounce is PT-1S",
                        "500ms"),
                arguments(
                        "gossip.discovery.registration.health.group=nonsense",
                        "gossip.discovery.registration.health.group is 'nonsense'",
                        "management.endpoint.health.group.nonsense.include"));
    }

    @Test
    void aTakenPortIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            startFails("gossip.discovery.bind.port=" + port);

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .containsSubsequence(
                            "Description:",
                            "bind.port " + port + " cannot be bound at 127.0.0.1",
                            "Action:",
                            "set gossip.discovery.bind.port to a free port");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed(CapturedOutput output) {
        // 192.0.2.0/24 is for documentation (RFC 5737): nobody has it.
        startFails(
                "gossip.discovery.bind.address=192.0.2.1", "gossip.discovery.security.mode=none");

        assertThat(output)
                .containsSubsequence(
                        "Description:",
                        "bind.address 192.0.2.1 is not an address of this machine",
                        "Action:",
                        "Set gossip.discovery.bind.address to an IP address of this machine");
    }

    private static void startFails(String... settings) {
        CommandLine arguments =
                new CommandLine(
                        "spring.application.name=shop",
                        "server.port=0",
                        "gossip.discovery.bind.port=0",
                        "gossip.discovery.seeds=",
                        "eureka.client.enabled=false",
                        "spring.main.banner-mode=off",
                        "logging.level.root=error");
        SpringApplication application = new SpringApplication(Application.class);
        application.setRegisterShutdownHook(false);
        try {
            application.run(arguments.and(settings).toArray()).close();
        } catch (RuntimeException expected) {
            return;
        }
        throw new AssertionError("started with " + String.join(", ", settings));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
