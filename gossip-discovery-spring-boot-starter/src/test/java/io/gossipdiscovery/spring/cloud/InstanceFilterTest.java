package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.event.ServiceInstancesChangedEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An application that wants instances of one tag only. */
class InstanceFilterTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void allWaysToFindInstancesTellOfThoseThatAreWanted() {
        applications.start("stock", "gossip.discovery.instance-id=plain");
        applications.start(
                "stock",
                "gossip.discovery.instance-id=gold",
                "gossip.discovery.instance.tags.tier=gold");
        ConfigurableApplicationContext shop =
                applications.start(
                        "shop", new Class<?>[] {Applications.WebApplication.class, Gold.class});
        GossipNode node = shop.getBean(GossipNode.class);
        await().atMost(LIMIT).until(() -> node.catalog().routable("stock").size() == 2);

        assertThat(shop.getBean(DiscoveryClient.class).getInstances("stock"))
                .extracting(ServiceInstance::getInstanceId)
                .containsExactly("gold");
        assertThat(
                        shop.getBean(ReactiveDiscoveryClient.class)
                                .getInstances("stock")
                                .map(ServiceInstance::getInstanceId)
                                .collectList()
                                .block(LIMIT))
                .containsExactly("gold");
        LoadBalancerClient balancer = shop.getBean(LoadBalancerClient.class);
        for (int i = 0; i < 6; i++) {
            assertThat(balancer.choose("stock").getInstanceId()).isEqualTo("gold");
        }
        Queue<String> heard = shop.getBean(Gold.class).heard;
        await().atMost(LIMIT).until(() -> heard.contains("gold"));
        assertThat(heard).containsOnly("gold");
    }

    @Configuration(proxyBeanMethods = false)
    static class Gold {
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @Bean
        InstanceFilter gold() {
            return instance ->
                    !instance.getServiceId().equals("stock")
                            || "gold".equals(instance.getMetadata().get("tags.tier"));
        }

        @EventListener
        void changed(ServiceInstancesChangedEvent event) {
            if (event.service().equals("stock")) {
                List.of(event.added(), event.changed(), event.removed())
                        .forEach(list -> list.forEach(i -> heard.add(i.getInstanceId())));
            }
        }
    }
}
