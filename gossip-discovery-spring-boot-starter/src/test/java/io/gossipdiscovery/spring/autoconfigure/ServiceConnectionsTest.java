package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.node.Seeds;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.CommandLine;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Seeds in containers that Boot runs, told by Boot's own machinery; only Docker is not there. */
class ServiceConnectionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SEED = GossipDockerComposeConnectionDetailsFactory.SEED;
    private static final String PORT = GossipDockerComposeConnectionDetailsFactory.PORT;

    private final Applications applications = new Applications();
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

    @AfterEach
    void close() {
        running.forEach(ConfigurableApplicationContext::close);
        applications.close();
    }

    @Test
    void aComposeServiceWithTheLabelIsTheSeed() {
        GossipNode one = node(applications.start("one"));
        int port = one.discovery().self().address().port();

        ConfigurableApplicationContext two =
                withCompose(
                        service("db", Map.of(), 5432, Map.of("tcp", 5432)),
                        service("seed", Map.of(SEED, "true"), 7946, both(port)));

        await().atMost(LIMIT).until(() -> node(two).discovery().members().size() == 2);
        assertThat(sources(two)).containsExactly("127.0.0.1:" + port);
    }

    @Test
    void ofSeveralAllCount() {
        ConfigurableApplicationContext context =
                withCompose(
                        service("one", Map.of(SEED, "true"), 7946, both(9001)),
                        service("two", Map.of(SEED, "TRUE", PORT, "7950"), 7950, both(9002)));

        assertThat(sources(context)).containsExactlyInAnyOrder("127.0.0.1:9001", "127.0.0.1:9002");
    }

    @ParameterizedTest
    @CsvSource({"false", "''", "yes"})
    void whatIsNotMarkedIsNone(String label) {
        ConfigurableApplicationContext context =
                withCompose(service("other", Map.of(SEED, label), 7946, both(9001)));

        assertThat(sources(context)).containsExactly("127.0.0.9:1"); // the setting
    }

    @Test
    void aPortThatIsNotPublishedForBothIsRefusedByName() {
        assertRefused(Map.of(SEED, "true"), Map.of("udp", 9001, "tcp", 9002), "'seed' makes it a");
        assertRefused(Map.of(SEED, "true"), Map.of("tcp", 9001), "port 7946 is not published");
        assertRefused(Map.of(SEED, "true", PORT, "8000"), both(9001), "port 8000 is not published");
        assertRefused(Map.of(SEED, "true", PORT, "x"), both(9001), "'x', no port");
    }

    @Test
    void aContainerOfTestcontainersIsTheSeed() {
        GossipNode one = node(applications.start("one"));
        Container.port = one.discovery().self().address().port();

        ConfigurableApplicationContext two =
                applications.start(
                        "two",
                        new Class<?>[] {Applications.WebApplication.class, Containers.class},
                        "gossip.discovery.seeds=127.0.0.9:1");

        await().atMost(LIMIT).until(() -> node(two).discovery().members().size() == 2);
        assertThat(sources(two)).containsExactly("127.0.0.1:" + Container.port);
    }

    @Test
    void thePageTellsOfTheMarks() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .contains(
                        "`" + SEED + "=true`",
                        "`" + PORT + "`",
                        "`@ServiceConnection(name = \""
                                + GossipContainerConnectionDetailsFactory.NAME
                                + "\")`");
    }

    private void assertRefused(
            Map<String, String> labels, Map<String, Integer> published, String message) {
        assertThatThrownBy(() -> withCompose(service("seed", labels, 7946, published)))
                .isInstanceOf(InvalidGossipPropertyException.class)
                .hasMessageContaining(message);
    }

    /** An application for which Docker Compose has just started these services. */
    private ConfigurableApplicationContext withCompose(RunningService... services) {
        SpringApplication application = new SpringApplication(Applications.WebApplication.class);
        application.setRegisterShutdownHook(false);
        ApplicationListener<ApplicationPreparedEvent> compose =
                event -> tell(event.getApplicationContext(), List.of(services));
        application.addListeners(compose);
        CommandLine arguments =
                new CommandLine(applications.defaults())
                        .and("spring.application.name=two", "gossip.discovery.seeds=127.0.0.9:1");
        ConfigurableApplicationContext context = application.run(arguments.toArray());
        running.push(context);
        return context;
    }

    /** As Boot does once all services are ready. Neither class can be made from outside. */
    private static void tell(ApplicationContext context, List<RunningService> services) {
        try {
            DockerComposeServicesReadyEvent event =
                    BeanUtils.instantiateClass(
                            DockerComposeServicesReadyEvent.class.getDeclaredConstructor(
                                    ApplicationContext.class, List.class),
                            context,
                            services);
            invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static void invoke(DockerComposeServicesReadyEvent event)
            throws ReflectiveOperationException {
        String name =
                "org.springframework.boot.docker.compose.service.connection"
                        + ".DockerComposeServiceConnectionsApplicationListener";
        ((ApplicationListener<DockerComposeServicesReadyEvent>)
                        BeanUtils.instantiateClass(ClassUtils.forName(name, null)))
                .onApplicationEvent(event);
    }

    private static Map<String, Integer> both(int port) {
        return Map.of("udp", port, "tcp", port);
    }

    /**
     * A service with one port.
     *
     * @param published its port on this machine by protocol
     */
    private static RunningService service(
            String name, Map<String, String> labels, int port, Map<String, Integer> published) {
        return new Service(name, labels, new Ports(port, published));
    }

    private static GossipNode node(ConfigurableApplicationContext context) {
        return context.getBean(GossipNode.class);
    }

    private static List<String> sources(ConfigurableApplicationContext context) {
        return node(context).seeds().answers().stream().map(Seeds.Answer::source).toList();
    }

    private record Service(String name, Map<String, String> labels, ConnectionPorts ports)
            implements RunningService {
        @Override
        public ImageReference image() {
            return ImageReference.of("shop/" + name);
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public Map<String, String> env() {
            return Map.of();
        }
    }

    private record Ports(int port, Map<String, Integer> published) implements ConnectionPorts {
        @Override
        public int get(int containerPort) {
            if (containerPort != port) {
                throw new IllegalStateException("No host port mapping for " + containerPort);
            }
            return published.values().iterator().next();
        }

        @Override
        public List<Integer> getAll() {
            return List.copyOf(published.values());
        }

        @Override
        public List<Integer> getAll(String protocol) {
            return published.containsKey(protocol) ? List.of(published.get(protocol)) : List.of();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Containers {
        @Bean
        @ServiceConnection(name = "gossip")
        Container gossipContainer() {
            return new Container();
        }
    }

    /** Runs nowhere; its port is that of a node on this machine. */
    static final class Container extends GenericContainer<Container> {
        private static volatile int port;

        Container() {
            super(DockerImageName.parse("shop/seed"));
            withExposedPorts(7946);
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public String getHost() {
            return "127.0.0.1";
        }

        @Override
        public Integer getMappedPort(int originalPort) {
            return originalPort == 7946 ? port : 0;
        }
    }
}
