package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.loadbalancer.CallOutcomes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The lines about the own instance and others', as structured logging reads them. */
class InstanceLinesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.gossipdiscovery.spring");
    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
        logger.detachAndStopAllAppenders();
        logger.setLevel(null);
    }

    @Test
    void whatBecomesOfAnInstanceIsToldWithItsFacts() throws Exception {
        ConfigurableApplicationContext shop =
                applications.start(
                        "shop",
                        new Class<?>[] {Applications.WebApplication.class, Lines.class},
                        "gossip.discovery.instance-id=shop-1",
                        "gossip.discovery.registration.health.group=readiness",
                        "gossip.discovery.registration.health.debounce=0s",
                        "gossip.discovery.shutdown.drain=30s",
                        "logging.level.io.gossipdiscovery.spring=info");
        List<Map<String, String>> facts = shop.getBean(LinesWithFacts.class).facts();
        GossipNode node = shop.getBean(GossipNode.class);
        String self = node.discovery().self().toString();
        GossipConfig other =
                GossipConfig.local()
                        .cluster(node.config().cluster())
                        .seeds(node.discovery().self().address().toString())
                        .build();
        String uri;
        try (GossipDiscovery witness = GossipDiscovery.start(other)) {
            witness.joined().get(30, TimeUnit.SECONDS);
            await().atMost(LIMIT).until(() -> !instances(shop).isEmpty());
            ServiceInstance own = instances(shop).get(0);
            uri = own.getUri().toString();
            refuse(shop, own);
            GossipServiceRegistry registry = shop.getBean(GossipServiceRegistry.class);
            GossipRegistration registration = shop.getBean(GossipRegistration.class);
            registry.setStatus(registration, "down");
            registry.setStatus(registration, "CANCEL_OVERRIDE");
            await().atMost(LIMIT).until(() -> node.discovery().members().size() == 2);
            shop.close();
        }

        String instance = "shop/shop-1";
        assertThat(facts)
                .containsSubsequence(
                        Map.of("instance", instance, "uri", uri, "status", "STARTING"),
                        Map.of("group", "readiness", "status", "UP"),
                        Map.of(
                                "instance",
                                instance,
                                "uri",
                                uri,
                                "member",
                                self,
                                "failure",
                                new ConnectException("refused").toString()),
                        Map.of("instance", instance, "override", "DOWN"),
                        Map.of("instance", instance, "override", "CANCEL_OVERRIDE"),
                        Map.of("instance", instance, "uri", uri, "status", "DRAINING"));
        assertThat(facts.get(facts.size() - 1))
                .containsOnlyKeys("seen", "members", "millis")
                .containsEntry("seen", "1")
                .containsEntry("members", "1");
    }

    private static List<ServiceInstance> instances(ConfigurableApplicationContext context) {
        return context.getBean(DiscoveryClient.class).getInstances("shop");
    }

    /** As if a call had not got through. */
    private static void refuse(ConfigurableApplicationContext context, ServiceInstance called) {
        context.getBean(CallOutcomes.class)
                .onComplete(
                        new CompletionContext<>(
                                CompletionContext.Status.FAILED,
                                new ConnectException("refused"),
                                new DefaultRequest<>(),
                                new DefaultResponse(called)));
    }

    /** Before anything is announced, and after logging was set up. */
    @Configuration(proxyBeanMethods = false)
    static class Lines {
        @Bean
        LinesWithFacts lines() {
            Logger logger = (Logger) LoggerFactory.getLogger("io.gossipdiscovery.spring");
            logger.setLevel(Level.INFO);
            LinesWithFacts lines = new LinesWithFacts();
            lines.start();
            logger.addAppender(lines);
            return lines;
        }
    }
}
