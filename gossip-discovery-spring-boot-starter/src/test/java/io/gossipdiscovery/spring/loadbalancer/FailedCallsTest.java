package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;
import io.gossipdiscovery.swim.Observer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** How many calls fail when an instance is there no more. */
class FailedCallsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CALLS = 40;

    /** Longer than any test: nothing but what is asserted ends a quarantine. */
    private static final String LONG = "gossip.discovery.load-balancer.quarantine.duration=1m";

    private static final Applications APPLICATIONS = new Applications();
    private static final AtomicInteger SERVICES = new AtomicInteger();

    private static ConfigurableApplicationContext once;
    private static ConfigurableApplicationContext retrying;

    private final String service = "cart-" + SERVICES.incrementAndGet();
    private final List<Provider> providers = new ArrayList<>();

    @BeforeAll
    static void start() {
        once = start(LONG, "spring.cloud.loadbalancer.retry.enabled=false");
        retrying = start(LONG, "spring.cloud.loadbalancer.retry.enabled=true");
    }

    @AfterAll
    static void stop() {
        APPLICATIONS.close();
    }

    @BeforeEach
    void provide() {
        GossipNode node = once.getBean(GossipNode.class);
        String seed = node.discovery().self().address().toString();
        for (int i = 1; i <= 2; i++) {
            providers.add(new Provider(service, service + i, node.config().cluster(), seed));
        }
        awaitListed(once, 2);
        awaitListed(retrying, 2);
    }

    @AfterEach
    void close() {
        providers.forEach(Provider::close);
    }

    @ParameterizedTest
    @EnumSource
    void oneCallFailsWhereAServerStoppedAndNobodyNoticed(Caller caller) {
        warmUp(once, caller);

        providers.get(0).stopServing();

        assertThat(failedOf(once, caller)).isEqualTo(1);
        assertThat(isAvoided(once, 0)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void noCallFailsWithOneRetryOnTheNextInstance(Caller caller) {
        warmUp(retrying, caller);

        providers.get(0).stopServing();

        assertThat(failedOf(retrying, caller)).isZero();
        assertThat(isAvoided(retrying, 0)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void atMostOneCallFailsAfterAKill(Caller caller) {
        warmUp(once, caller);

        providers.get(0).kill();

        assertThat(failedOf(once, caller)).isLessThanOrEqualTo(1);
        awaitListed(once, 1);
        assertThat(failedOf(once, caller)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noCallFailsAfterAKillWithOneRetry(Caller caller) {
        warmUp(retrying, caller);

        providers.get(0).kill();

        assertThat(failedOf(retrying, caller)).isZero();
    }

    @Test
    void withoutQuarantineCallsFailUntilTheNodesAgree() {
        ConfigurableApplicationContext careless =
                start(
                        "gossip.discovery.load-balancer.quarantine.enabled=false",
                        "spring.cloud.loadbalancer.retry.enabled=false");
        awaitListed(careless, 2);
        warmUp(careless, Caller.REST_TEMPLATE);

        providers.get(0).stopServing();

        assertThat(failedOf(careless, Caller.REST_TEMPLATE)).isEqualTo(CALLS / 2);
    }

    @Test
    void oneCallersWordRemovesNobodyForOthers() {
        NodeId accused = providers.get(0).node.discovery().self();
        warmUp(once, Caller.REST_TEMPLATE);

        providers.get(0).stopServing();
        assertThat(failedOf(once, Caller.REST_TEMPLATE)).isEqualTo(1);

        Answers answers = once.getBean(Answers.class);
        answers.from.clear();
        await().atMost(LIMIT).until(() -> answers.from.contains(accused));
        for (GossipNode node :
                List.of(
                        once.getBean(GossipNode.class),
                        retrying.getBean(GossipNode.class),
                        providers.get(1).node)) {
            assertThat(node.catalog().routable(service)).hasSize(2);
            assertThat(node.catalog().all(service)).allMatch(Listing::isTrusted);
        }
        assertThat(listed(once)).hasSize(2);
        assertThat(listed(retrying)).hasSize(2);
        assertThat(isAvoided(retrying, 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyCallsOnTheirWayFailWhereManyCallAtOnce(Caller caller) throws Exception {
        warmUp(once, caller);
        int callers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            providers.get(0).stopServing();

            List<Future<Integer>> failed = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                failed.add(threads.submit(() -> failedOf(once, caller)));
            }
            int sum = 0;
            for (Future<Integer> each : failed) {
                sum += each.get();
            }

            // One for each thread that is on its way; and each of these may put the list that it
            // had read back into the cache, where each may meet it once.
            assertThat(sum).isBetween(1, callers * (callers + 1));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whereAllAreAvoidedAllAreCalled() {
        warmUp(once, Caller.REST_TEMPLATE);

        providers.forEach(Provider::stopServing);

        assertThat(failedOf(once, Caller.REST_TEMPLATE)).isEqualTo(CALLS);
        assertThat(isAvoided(once, 0)).isTrue();
        assertThat(isAvoided(once, 1)).isTrue();
    }

    @Test
    void anAnswerIsNoEvidenceWhateverItSays() {
        RestTemplate template = once.getBean(RestTemplate.class);

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(
                            () ->
                                    template.getForObject(
                                            "http://" + service + "/error", String.class))
                    .hasMessageContaining("503");
        }

        assertThat(isAvoided(once, 0)).isFalse();
        assertThat(isAvoided(once, 1)).isFalse();
    }

    @Test
    void anInstanceThatIsOfferedAnewIsTriedAgain() {
        warmUp(once, Caller.REST_TEMPLATE);
        providers.get(0).stopServing();
        assertThat(failedOf(once, Caller.REST_TEMPLATE)).isEqualTo(1);

        Instance anew = providers.get(0).instance.withMetadata(Map.of("try", "2"));
        providers.get(0).node.discovery().register(anew);

        await().atMost(LIMIT).until(() -> failedOf(once, Caller.REST_TEMPLATE) == 1);
    }

    @Test
    void whoOnlyBreaksConnectionsIsForgivenOnce() throws IOException {
        try (BreakingServer server = new BreakingServer()) {
            GossipNode owner = providers.get(0).node;
            owner.discovery().deregister(providers.get(0).instance);
            owner.discovery()
                    .register(Instance.of(service, service + "x", "127.0.0.1", server.port()));
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    listed(once).stream()
                                            .map(ServiceInstance::getPort)
                                            .anyMatch(port -> port == server.port()));

            // Its node answers the probe that follows from the first failure.
            AtomicInteger failed = new AtomicInteger();
            await().atMost(LIMIT)
                    .until(() -> failed.addAndGet(failedOf(once, Caller.REST_TEMPLATE)) == 2);

            assertThat(failedOf(once, Caller.REST_TEMPLATE)).isZero();
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return APPLICATIONS.start("caller", new Class<?>[] {Clients.class}, properties);
    }

    private List<ServiceInstance> listed(ConfigurableApplicationContext context) {
        return context.getBean(DiscoveryClient.class).getInstances(service);
    }

    private void awaitListed(ConfigurableApplicationContext context, int count) {
        await().atMost(LIMIT).until(() -> listed(context).size() == count);
    }

    private boolean isAvoided(ConfigurableApplicationContext context, int provider) {
        return context.getBean(CallQuarantine.class)
                .isAvoided(new GossipServiceInstance(providers.get(provider).instance));
    }

    /** Until both were called: caches are filled, connections open. */
    private void warmUp(ConfigurableApplicationContext context, Caller caller) {
        Function<String, String> call = caller.in(context);
        Set<String> answered = new HashSet<>();
        await().atMost(LIMIT)
                .until(
                        () -> {
                            answered.add(call.apply("http://" + service + "/"));
                            return answered.size() == 2;
                        });
    }

    private int failedOf(ConfigurableApplicationContext context, Caller caller) {
        Function<String, String> call = caller.in(context);
        int failed = 0;
        for (int i = 0; i < CALLS; i++) {
            try {
                call.apply("http://" + service + "/");
            } catch (RuntimeException e) {
                failed++;
            }
        }
        return failed;
    }

    /** An application that only calls. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Clients {
        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        @LoadBalanced
        RestClient.Builder restClientBuilder() {
            return RestClient.builder();
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClientBuilder() {
            return WebClient.builder();
        }

        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    /** Whose nodes answered a probe. */
    static final class Answers implements Observer {
        final Set<NodeId> from = ConcurrentHashMap.newKeySet();

        @Override
        public void probeAnswered(NodeId target, long roundTripNanos) {
            from.add(target);
        }
    }
}
