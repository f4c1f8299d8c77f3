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
    /** Listening is no sending: nothing leaves this machine. */
    private static final String ANYWHERE =
            "gossip.discovery.bind.address=0.0.0.0 --gossip.discovery.security.mode=none";

    @ParameterizedTest
    @MethodSource
    void theTextNamesTheSettingAndTheFix(
            String setting, String description, String action, CapturedOutput output) {
        startFails(setting.split(" --"));

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
                        "gossip.discovery.observer=true"
                                + " --gossip.discovery.services[0].name=shop-grpc"
                                + " --gossip.discovery.services[0].port=9090",
                        "gossip.discovery.services[0] is set, but this application is an observer",
                        "remove gossip.discovery.observer to be a member"),
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
                        "gossip.discovery.probe.timeout=400ms",
                        "probe.attempts times probe.timeout must fit into probe.interval",
                        "within these bounds"),
                arguments(
                        "gossip.discovery.suspicion.hung-timeout=1s",
                        "gossip.discovery.suspicion cannot be used: suspicion.hung-timeout must",
                        "within these bounds"),
                arguments(
                        "gossip.discovery.dissemination.cross-zone-share=50",
                        "dissemination.cross-zone-share must be 0.01 to 1",
                        "within these bounds"),
                arguments(
                        "gossip.discovery.probe.interval=fast",
                        "Property: gossip.discovery.probe.interval",
                        "Update your application's configuration"),
                arguments(
                        "gossip.discovery.load-balancer.cache=forget",
                        "Property: gossip.discovery.load-balancer.cache",
                        "EVICT"),
                arguments(
                        "gossip.discovery.cluster=",
                        "gossip.discovery.cluster cannot be used",
                        "remove it to use the default"),
                arguments(
                        "gossip.discovery.bind.port=70000",
                        "gossip.discovery.bind.port cannot be used",
                        "within these bounds"),
                arguments(
                        "gossip.discovery.seeds=dns:shop-gossip",
                        "gossip.discovery.seeds[0] names no port",
                        "without 'dns:'"),
                arguments(
                        "gossip.discovery.seeds=198.51.100.8:7946",
                        "gossip.discovery.bind.address is 127.0.0.1, where only this machine can"
                                + " reach the node, but all of gossip.discovery.seeds are on others",
                        "Set gossip.discovery.bind.address to"),
                arguments(
                        ANYWHERE
                                + " --gossip.discovery.advertise.address=127.0.0.1"
                                + " --gossip.discovery.seeds=198.51.100.8:7946",
                        "gossip.discovery.advertise.address is 127.0.0.1, where only this machine",
                        "Set gossip.discovery.advertise.address to"),
                arguments(
                        "gossip.discovery.seeds=[fd00::8]:7946",
                        "gossip.discovery.seeds are all IPv6, such as [fd00",
                        "Name seeds by their IPv4 addresses"),
                arguments(
                        "gossip.discovery.advertise.address=::1",
                        "an IPv6 address, but gossip.discovery.bind.address 127.0.0.1 is IPv4",
                        "set gossip.discovery.bind.address to '::'"),
                arguments(
                        ANYWHERE + " --gossip.discovery.advertise.interfaces=gossip7",
                        "gossip.discovery.advertise.interfaces is gossip7, but this machine has only",
                        "Set gossip.discovery.advertise.interfaces to what fits"),
                arguments(
                        ANYWHERE + " --gossip.discovery.advertise.networks=198.51.100.0/24",
                        "gossip.discovery.advertise.networks is 198.51.100.0/24, but this machine has",
                        "Set gossip.discovery.advertise.networks to what fits"),
                arguments(
                        ANYWHERE + " --gossip.discovery.advertise.networks=10.0.0.0/99",
                        "gossip.discovery.advertise.networks has '10.0.0.0/99', which is not a",
                        "for example 10.0.0.0/8"),
                arguments(
                        ANYWHERE
                                + " --gossip.discovery.advertise.networks=127.0.0.0/8"
                                + " --spring.cloud.inetutils.preferred-networks=198.51.100",
                        "spring.cloud.inetutils leaves none of this machine's addresses",
                        "Loosen its ignored-interfaces"),
                arguments(
                        "gossip.discovery.advertise.interfaces=eth0",
                        "gossip.discovery.advertise.interfaces is set, but there is nothing to"
                                + " choose: gossip.discovery.bind.address is 127.0.0.1",
                        "gossip.discovery.bind.address=0.0.0.0"),
                arguments(
                        "gossip.discovery.join.timeout=0s",
                        "gossip.discovery.join.timeout is PT0S",
                        "gossip.discovery.join.required"),
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
                        "management.endpoint.health.group.nonsense.include"),
                arguments(
                        "gossip.discovery.registration.health.group=readiness"
                                + " --management.endpoints.web.exposure.include=info",
                        "gossip.discovery.registration.health.group is 'readiness', but there is"
                                + " no health endpoint",
                        "management.endpoints.web.exposure.include"),
                arguments(
                        "gossip.discovery.registration.health.group=readiness"
                                + " --management.endpoint.health.access=none",
                        "gossip.discovery.registration.health.group is 'readiness', but there is"
                                + " no health endpoint",
                        "management.endpoint.health.access"));
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
        // 198.51.100.0/24 is for documentation (RFC 5737): nobody has it.
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
