package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.cache.DefaultLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheProperties;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.CollectionUtils;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Whom callers are sent to, with every way that Spring Cloud LoadBalancer has to choose. */
class LoadBalancerModesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Well below the 35 s after which the cache, or 25 s after which health checks look again. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final String REACTIVE = "spring.cloud.discovery.reactive.enabled";

    private final Applications applications = new Applications();
    private final List<Provider> providers = new ArrayList<>();
    private ConfigurableApplicationContext context;

    @AfterEach
    void close() {
        providers.forEach(Provider::close);
        applications.close();
    }

    @ParameterizedTest
    @CsvSource({
        "default, true",
        "default, false",
        "zone-preference, true",
        "request-based-sticky-session, true",
        "same-instance-preference, true",
        "same-instance-preference, false",
        "weighted, true",
        "subset, false",
        "api-version, true",
        "health-check, true",
        "health-check, false"
    })
    void nobodyIsSentToTheAvoidedOrTheGone(String mode, boolean reactive) {
        start(
                Callers.class,
                "spring.cloud.loadbalancer.configurations=" + mode,
                "spring.cloud.loadbalancer.api-version.header=X-Version",
                REACTIVE + "=" + reactive);

        assertAvoidedAndGone();
    }

    @ParameterizedTest
    @CsvSource({
        "gossip.discovery.load-balancer.cache=evict, CallersWithDefaultCache",
        "gossip.discovery.load-balancer.cache=bypass, CallersWithDefaultCache",
        "gossip.discovery.load-balancer.cache=bypass, Callers",
        "spring.cloud.loadbalancer.cache.enabled=false, Callers"
    })
    void noCacheBringsThemBack(String property, String application) throws Exception {
        start(Class.forName(getClass().getName() + "$" + application), property);

        assertAvoidedAndGone();
    }

    @ParameterizedTest
    @CsvSource({"default, evict", "default, bypass", "default, leave", "health-check, evict"})
    void servicesOfAnotherRegistryAreCalledAsEver(String mode, String cache) {
        try (Provider foreign = new Provider("stock", "stock-1", "elsewhere", "")) {
            start(
                    Callers.class,
                    "spring.cloud.loadbalancer.configurations=" + mode,
                    "gossip.discovery.load-balancer.cache=" + cache,
                    "spring.cloud.discovery.client.simple.instances.stock[0].instance-id=stock-1",
                    "spring.cloud.discovery.client.simple.instances.stock[0].uri=http://127.0.0.1:"
                            + foreign.instance.port());

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(chosen("stock", "")).containsOnly("stock-1"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(chosen("")).contains("cart-1", "cart-2"));
            awaitCached("stock", mode.equals("default"));
            awaitCached("cart", mode.equals("default") && !cache.equals("bypass"));
        }
    }

    /** After a call; a change just before it may have evicted the service once more. */
    private void awaitCached(String service, boolean expected) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            chosen(service, "");
                            assertThat(cached(service)).isEqualTo(expected);
                        });
    }

    private boolean cached(String service) {
        return context.getBeanProvider(LoadBalancerCacheManager.class)
                        .getObject()
                        .getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME)
                        .get(service)
                != null;
    }

    private void assertAvoidedAndGone() {
        await().atMost(SOON).until(() -> !chosen("").contains("none"));
        String pinned = chosen("").iterator().next();
        await().atMost(SOON).until(() -> chosen(pinned).contains(pinned));

        refuse(pinned);

        assertThat(chosen(pinned)).isNotEmpty().doesNotContain(pinned, "none");
        Provider gone =
                providers.stream()
                        .filter(provider -> !provider.instance.id().equals(pinned))
                        .findFirst()
                        .orElseThrow();
        gone.node.discovery().deregister(gone.instance);
        // All that are left are avoided, so all are used.
        await().atMost(SOON).untilAsserted(() -> assertThat(chosen("")).containsOnly(pinned));

        add(3);

        await().atMost(SOON).untilAsserted(() -> assertThat(chosen("")).containsOnly("cart-3"));
    }

    private void start(Class<?> application, String... properties) {
        context = applications.start("caller", new Class<?>[] {application}, properties);
        add(1);
        add(2);
    }

    private void add(int number) {
        GossipNode node = context.getBean(GossipNode.class);
        String seed = node.discovery().self().address().toString();
        providers.add(new Provider("cart", "cart-" + number, node.config().cluster(), seed));
        await().atMost(LIMIT)
                .until(
                        () ->
                                node.catalog().routable("cart").stream()
                                        .anyMatch(l -> l.instance().id().equals("cart-" + number)));
    }

    /** Says that a call to that instance was refused. */
    private void refuse(String id) {
        Provider called =
                providers.stream()
                        .filter(provider -> provider.instance.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        ServiceInstance instance = new GossipServiceInstance(called.instance);
        context.getBean(CallOutcomes.class)
                .onComplete(
                        new CompletionContext<>(
                                CompletionContext.Status.FAILED,
                                new ConnectException("Connection refused"),
                                new DefaultRequest<>(),
                                new DefaultResponse(instance)));
    }

    /** Ids of whom six calls with a cookie of that session went to. */
    private Set<String> chosen(String cookie) {
        return chosen("cart", cookie);
    }

    private Set<String> chosen(String service, String cookie) {
        LoadBalancerClient client = context.getBean(LoadBalancerClient.class);
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Version", "1.0");
        Request<RequestDataContext> request =
                new DefaultRequest<>(
                        new RequestDataContext(
                                new RequestData(
                                        HttpMethod.GET,
                                        URI.create("http://" + service + "/"),
                                        headers,
                                        CollectionUtils.toMultiValueMap(
                                                Map.of("sc-lb-instance-id", List.of(cookie))),
                                        Map.of())));
        Set<String> chosen = new HashSet<>();
        IntStream.range(0, 6)
                .forEach(
                        i -> {
                            ServiceInstance instance = client.choose(service, request);
                            chosen.add(instance == null ? "none" : instance.getInstanceId());
                        });
        return chosen;
    }

    /** An application that only calls. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Callers {
        @Bean
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        WebClient.Builder webClientBuilder() {
            return WebClient.builder();
        }
    }

    /** The same with the cache that there is where Caffeine is not. */
    static class CallersWithDefaultCache extends Callers {
        @Bean
        LoadBalancerCacheManager defaultCaches() {
            return new DefaultLoadBalancerCacheManager(new LoadBalancerCacheProperties());
        }
    }
}
