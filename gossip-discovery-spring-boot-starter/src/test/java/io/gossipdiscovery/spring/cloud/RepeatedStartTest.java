package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.client.RestTemplate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An application whose context stops and starts again, several times. */
class RepeatedStartTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @ParameterizedTest
    @EnumSource
    void itIsGoneInBetweenAndBackAfterwards(Way way) {
        ConfigurableApplicationContext observer = applications.start("observer");
        ConfigurableApplicationContext shop = applications.start("shop");
        DiscoveryClient client = shop.getBean(DiscoveryClient.class);
        registerByHand(shop);
        awaitBoth(observer, shop);
        long threads = ourThreads();
        NodeId former = self(shop);

        for (int round = 0; round < ROUNDS; round++) {
            way.down.accept(shop);
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    ports(observer, "shop").isEmpty()
                                            && ports(observer, "by-hand").isEmpty());
            way.up.accept(shop);
            awaitBoth(observer, shop);

            NodeId self = self(shop);
            assertThat(self.address()).isEqualTo(former.address());
            if (way.isNewLife) {
                assertThat(self.generation()).isGreaterThan(former.generation());
            } else {
                assertThat(self).isEqualTo(former);
            }
            former = self;
            await().atMost(LIMIT).until(() -> client.getInstances("observer").size() == 1);
            await().atMost(LIMIT).until(() -> called(observer) == Applications.port(shop));
            await().atMost(LIMIT).until(() -> ourThreads() == threads);
        }
    }

    @Test
    void aLaterLifeTakesAnotherPortWhereItsOwnIsTaken() {
        ConfigurableApplicationContext observer = applications.start("observer");
        ConfigurableApplicationContext shop = applications.start("shop");
        awaitPort(observer, "shop", shop);
        int port = self(shop).address().port();
        shop.stop();
        ConfigurableApplicationContext squatter =
                applications.start("squatter", "gossip.discovery.bind.port=" + port);

        shop.start();

        awaitPort(observer, "shop", shop);
        assertThat(self(shop).address().port()).isNotEqualTo(port);
        assertThat(self(squatter).address().port()).isEqualTo(port);
    }

    @Test
    void anApplicationWithoutWebServerTellsThatWhatItRegisteredByHandEnds() {
        ConfigurableApplicationContext observer = applications.start("observer");
        ConfigurableApplicationContext worker =
                applications.start(
                        "worker",
                        "spring.main.web-application-type=none",
                        "gossip.discovery.shutdown.drain=20s");
        registerByHand(worker);
        await().atMost(LIMIT).until(() -> ports(observer, "by-hand").equals(List.of(9090)));
        List<Integer> seen = new CopyOnWriteArrayList<>(List.of(-1));
        AtWebShutdown.of(
                worker,
                () -> {
                    seen.clear();
                    seen.addAll(ports(observer, "by-hand"));
                });

        SpringApplication.exit(worker);

        assertThat(seen).isEmpty();
    }

    private static void registerByHand(ConfigurableApplicationContext context) {
        context.getBean(GossipServiceRegistry.class)
                .register(
                        new GossipRegistration(
                                Instance.of("by-hand", "by-hand-1", "127.0.0.1", 9090)));
    }

    private static void awaitBoth(
            ConfigurableApplicationContext observer, ConfigurableApplicationContext shop) {
        awaitPort(observer, "shop", shop);
        await().atMost(LIMIT).until(() -> ports(observer, "by-hand").equals(List.of(9090)));
    }

    private static void awaitPort(
            ConfigurableApplicationContext observer,
            String service,
            ConfigurableApplicationContext context) {
        await().atMost(LIMIT)
                .until(() -> ports(observer, service).equals(List.of(Applications.port(context))));
    }

    private static List<Integer> ports(ConfigurableApplicationContext context, String service) {
        return context.getBean(DiscoveryClient.class).getInstances(service).stream()
                .map(ServiceInstance::getPort)
                .toList();
    }

    private static NodeId self(ConfigurableApplicationContext context) {
        return context.getBean(GossipNode.class).discovery().self();
    }

    private static int called(ConfigurableApplicationContext context) {
        RestTemplate client = context.getBean(RestTemplate.class);
        return Integer.parseInt(client.getForObject("http://shop/port", String.class));
    }

    private static long ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("gossip-(\\d|seeds|watch).*"))
                .count();
    }

    /** How a context goes down and up. */
    enum Way {
        STOP(ConfigurableApplicationContext::stop, ConfigurableApplicationContext::start, true),
        /** What Spring's tests do with contexts that they keep for later. */
        PAUSE(
                ConfigurableApplicationContext::pause,
                ConfigurableApplicationContext::restart,
                false),
        /** What happens around a checkpoint of the JVM (CRaC). */
        CHECKPOINT(
                context -> onProcessor(context, "stopForRestart"),
                context -> onProcessor(context, "restartAfterStop"),
                true);

        private final Consumer<ConfigurableApplicationContext> down;
        private final Consumer<ConfigurableApplicationContext> up;
        private final boolean isNewLife;

        Way(
                Consumer<ConfigurableApplicationContext> down,
                Consumer<ConfigurableApplicationContext> up,
                boolean isNewLife) {
            this.down = down;
            this.up = up;
            this.isNewLife = isNewLife;
        }

        private static void onProcessor(ConfigurableApplicationContext context, String method) {
            ReflectionTestUtils.invokeMethod(
                    context.getBean(
                            AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
                            LifecycleProcessor.class),
                    method);
        }
    }
}
