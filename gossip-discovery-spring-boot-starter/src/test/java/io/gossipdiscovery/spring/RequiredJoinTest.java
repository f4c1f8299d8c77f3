package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.node.Network;
import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Applications that do not start without another node. */
@ExtendWith(OutputCaptureExtension.class)
class RequiredJoinTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Longer than a label of a name may be: refused without asking anybody. */
    private static final String NO_NAME = "a".repeat(70);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final String REQUIRED = "gossip.discovery.join.required=true";

    private final String cluster = "test-" + UUID.randomUUID();
    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void itHasStartedWhereAnotherIsKnown() {
        applications.start("one");

        ConfigurableApplicationContext two = applications.start("two", REQUIRED);

        assertThat(two.getBean(GossipNode.class).discovery().members()).hasSize(2);
    }

    @Test
    void whoReachesNobodySaysWhatCameOfEachSeed(CapturedOutput output) throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 50, LOOPBACK)) {
            int gone = freePort();
            int own = freePort();

            Throwable failure =
                    catchThrowable(
                            () ->
                                    applications.start(
                                            "shop",
                                            REQUIRED,
                                            "gossip.discovery.join.timeout=1500ms",
                                            "gossip.discovery.cluster=alone",
                                            "gossip.discovery.bind.port=" + own,
                                            "gossip.discovery.seeds="
                                                    + String.join(
                                                            ",",
                                                            "127.0.0.1:" + stranger.getLocalPort(),
                                                            "127.0.0.1:" + gone,
                                                            "localhost:" + own,
                                                            NO_NAME + ":1")));

            assertThat(failure).hasRootCauseInstanceOf(NotJoinedException.class);
            String self = "127.0.0.1:" + own;
            assertThat(output)
                    .containsSubsequence(
                            "APPLICATION FAILED TO START",
                            "Description:",
                            "gossip.discovery.join.required is true, but no other node of cluster"
                                    + " 'alone' was reached within 1500 ms. This node is "
                                    + self,
                            "- 127.0.0.1:" + stranger.getLocalPort() + ": takes connections, but",
                            "- 127.0.0.1:" + gone + ": refuses connections",
                            "- localhost:" + own + " (" + self + "): is this node",
                            NO_NAME + " cannot be looked up",
                            "Action:",
                            "gossip.discovery.seeds",
                            "gossip.discovery.join.required to false");
        }
    }

    @Test
    void whoHasNoSeedIsToldSo() {
        GossipNode node = node(new Observer() {}, "seeds=", "join.timeout=1ms");

        assertThatExceptionOfType(NotJoinedException.class)
                .isThrownBy(node::start)
                .withMessageEndingWith(", without seeds.");
        assertThat(node.isRunning()).isFalse();
        assertThat(node.life()).isEmpty();
    }

    @Test
    void nodesThatWaitForEachOtherStart() {
        AtomicReference<Member> first = new AtomicReference<>();
        Observer observer =
                new Observer() {
                    @Override
                    public void memberChanged(Member before, Member after) {
                        first.compareAndSet(null, after);
                    }
                };
        try (GossipNode one = node(observer, "seeds=")) {
            Thread starting = new Thread(one::start);
            starting.start();
            await().atMost(LIMIT).until(() -> waits(starting) && first.get() != null);
            assertThat(one.isRunning()).isFalse();

            try (GossipNode two = node(observer, "seeds=" + first.get().id().address())) {
                two.start();

                await().atMost(LIMIT).until(one::isRunning);
                assertThat(two.discovery().members()).hasSize(2);
            }
        }
    }

    @Test
    void aContextThatIsClosedMeanwhileWaitsNoLonger() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();
        SpringApplication application = new SpringApplication(Applications.WebApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context::set);
        CommandLine arguments =
                new CommandLine(applications.defaults())
                        .and(
                                "spring.application.name=shop",
                                "logging.level.root=off",
                                REQUIRED,
                                "gossip.discovery.join.timeout=10m");
        Thread starting =
                new Thread(
                        () ->
                                failure.set(
                                        catchThrowable(
                                                () -> application.run(arguments.toArray()))));
        starting.start();
        await().atMost(LIMIT).until(() -> waits(starting));

        context.get().close();

        await().atMost(LIMIT).until(() -> failure.get() != null);
        assertThat(failure.get()).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(context.get().isActive()).isFalse();
    }

    private GossipNode node(Observer observer, String... settings) {
        List<String> all = new ArrayList<>(List.of("bind.port=0", "cluster=" + cluster));
        all.addAll(List.of("join.required=true", "join.timeout=10m"));
        all.addAll(List.of(settings));
        GossipDiscoveryProperties properties = Settings.of(all.toArray(String[]::new));
        GossipConfig config = ConfigMapping.toConfig(properties);
        return new GossipNode(
                config,
                Berth.unshared(config),
                Network.SOCKETS,
                List.of(),
                properties.join(),
                Duration.ofSeconds(1),
                List.of(observer));
    }

    /** Nobody listens there for now. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static boolean waits(Thread starting) {
        return Arrays.stream(starting.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(RequiredJoin.class.getName()));
    }
}
