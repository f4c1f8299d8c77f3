package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What stays behind when an application ends, well or badly: nothing. */
class LeftoversTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void noThreadOutlivesTheApplication() {
        try (Applications applications = new Applications()) {
            applications.start("shop");
            applications.start("shop");
            assertThat(ourThreads()).isNotEmpty();
        }

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ourThreads()).isEmpty());
    }

    @Test
    void aFailedStartLeavesNoNodeBehind() throws IOException {
        AtomicReference<GossipNode> seen = new AtomicReference<>();
        SpringApplication application = new SpringApplication(Applications.WebApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(
                context -> context.getBeanFactory().addBeanPostProcessor(new Witness(seen)));
        try (Applications applications = new Applications();
                ServerSocket taken = new ServerSocket(0)) {
            CommandLine arguments =
                    new CommandLine(applications.defaults())
                            .and(
                                    "spring.application.name=shop",
                                    "logging.level.root=off",
                                    "server.port=" + taken.getLocalPort());

            assertThatThrownBy(() -> application.run(arguments.toArray()));
        }

        assertThat(seen.get()).isNotNull();
        assertThat(seen.get().isRunning()).isFalse();
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gossip-"))
                .toList();
    }

    /** Keeps the node that the context made. */
    private record Witness(AtomicReference<GossipNode> seen) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof GossipNode node) {
                seen.set(node);
            }
            return bean;
        }
    }
}
