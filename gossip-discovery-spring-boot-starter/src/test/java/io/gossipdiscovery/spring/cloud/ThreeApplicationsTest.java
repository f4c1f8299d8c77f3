package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestTemplate;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Real applications find, call and lose each other. */
class ThreeApplicationsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void threeApplicationsFindAndCallEachOther() {
        try (Applications applications = new Applications()) {
            List<ConfigurableApplicationContext> all = three(applications);
            awaitPorts(all, all);
            for (ConfigurableApplicationContext one : all) {
                assertThat(calledPorts(one, 6)).isEqualTo(portsOf(all));
                assertThat(reactivePorts(one)).isEqualTo(portsOf(all));
                assertThat(one.getBean(DiscoveryClient.class).getServices()).contains("three");
            }
        }
    }

    @Test
    void aStoppedApplicationIsCalledNoMore() {
        try (Applications applications = new Applications()) {
            List<ConfigurableApplicationContext> all = three(applications);
            awaitPorts(all, all);
            List<ConfigurableApplicationContext> rest = all.subList(0, 2);
            assertThat(calledPorts(all.get(0), 6)).isEqualTo(portsOf(all));

            all.get(2).close();

            awaitPorts(rest, rest);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(calledPorts(all.get(0), 6)).isEqualTo(portsOf(rest)));
        }
    }

    @Test
    void aCrashedApplicationIsCalledNoMore() {
        try (Applications applications = new Applications()) {
            List<ConfigurableApplicationContext> all = three(applications);
            awaitPorts(all, all);
            List<ConfigurableApplicationContext> rest = all.subList(0, 2);
            assertThat(calledPorts(all.get(0), 6)).isEqualTo(portsOf(all));

            // As good as a crash for the others: the node ends without a farewell.
            all.get(2).getBean(GossipNode.class).close();

            awaitPorts(rest, rest);
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(calledPorts(all.get(0), 6)).isEqualTo(portsOf(rest)));
        }
    }

    @Test
    void aContextThatStartsAgainIsBackAsANewGeneration() {
        try (Applications applications = new Applications()) {
            ConfigurableApplicationContext first = applications.start("again");
            ConfigurableApplicationContext second = applications.start("again");
            List<ConfigurableApplicationContext> both = List.of(first, second);
            awaitPorts(both, both);
            String id = second.getBean(Registration.class).getInstanceId();

            second.stop();
            awaitPorts(List.of(first), List.of(first));
            second.start();

            awaitPorts(both, both);
            assertThat(second.getBean(Registration.class).getInstanceId()).isEqualTo(id);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(calledPorts(first, 4)).isEqualTo(portsOf(both)));
        }
    }

    private static List<ConfigurableApplicationContext> three(Applications applications) {
        return List.of(
                applications.start("three"),
                applications.start("three"),
                applications.start("three"));
    }

    private static void awaitPorts(
            List<ConfigurableApplicationContext> observers,
            List<ConfigurableApplicationContext> expected) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> {
                            for (ConfigurableApplicationContext observer : observers) {
                                assertThat(seenPorts(observer)).isEqualTo(portsOf(expected));
                            }
                        });
    }

    private static Set<Integer> portsOf(List<ConfigurableApplicationContext> contexts) {
        Set<Integer> ports = new HashSet<>();
        contexts.forEach(context -> ports.add(Applications.port(context)));
        return ports;
    }

    private static Set<Integer> seenPorts(ConfigurableApplicationContext context) {
        Set<Integer> ports = new HashSet<>();
        String name = context.getEnvironment().getProperty("spring.application.name");
        context.getBean(DiscoveryClient.class)
                .getInstances(name)
                .forEach(instance -> ports.add(instance.getPort()));
        return ports;
    }

    private static Set<Integer> reactivePorts(ConfigurableApplicationContext context) {
        Set<Integer> ports = new HashSet<>();
        context.getBean(ReactiveDiscoveryClient.class)
                .getInstances("three")
                .map(ServiceInstance::getPort)
                .collectList()
                .block(LIMIT)
                .forEach(ports::add);
        return ports;
    }

    private static Set<Integer> calledPorts(ConfigurableApplicationContext context, int calls) {
        RestTemplate template = context.getBean(RestTemplate.class);
        String name = context.getEnvironment().getProperty("spring.application.name");
        Integer[] ports = new Integer[calls];
        Arrays.setAll(
                ports,
                i ->
                        Integer.valueOf(
                                template.getForObject("http://" + name + "/port", String.class)));
        return new HashSet<>(Arrays.asList(ports));
    }
}
