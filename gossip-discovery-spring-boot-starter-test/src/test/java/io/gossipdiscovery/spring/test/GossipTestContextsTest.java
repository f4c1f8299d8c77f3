package io.gossipdiscovery.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.memory.GossipTestCluster;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Which contexts share a cluster, and what misuse says. */
class GossipTestContextsTest {
    private final List<TestContext> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(test -> test.markApplicationContextDirty(null));
    }

    @Test
    void equalAnnotationsShareAContextAndOthersDoNot() {
        ApplicationContext one = context(One.class);

        assertThat(context(SameAsOne.class)).isSameAs(one);
        assertThat(context(Other.class)).isNotSameAs(one);
        assertThat(listed(one)).containsExactly(8081);
        assertThat(listed(context(Other.class))).containsExactly(9091, 9092);
    }

    @Test
    void contextsThatStartSideBySideNeverMeet() {
        List<Class<?>> tests = List.of(One.class, Other.class, Alone.class);
        ExecutorService threads = Executors.newFixedThreadPool(tests.size());
        try {
            List<CompletableFuture<ApplicationContext>> starting =
                    tests.stream()
                            .map(
                                    test ->
                                            CompletableFuture.supplyAsync(
                                                    () -> context(test), threads))
                            .toList();
            List<ApplicationContext> contexts =
                    starting.stream().map(CompletableFuture::join).toList();

            assertThat(contexts)
                    .map(this::listed)
                    .containsExactly(List.of(8081), List.of(9091, 9092), List.of());
            assertThat(contexts)
                    .map(context -> context.getBean(GossipNode.class).discovery().members().size())
                    .containsExactly(2, 3, 1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedContextEndsItsNodes() {
        GossipTestCluster cluster = context(Other.class).getBean(GossipTestCluster.class);
        close();

        assertThat(IntStream.range(0, cluster.size()))
                .allMatch(node -> !cluster.node(node).isRunning());
    }

    @Test
    void anApplicationThatLooksOnFindsMembersAll() {
        assertThat(listed(context(LookingOn.class))).containsExactly(8082);
    }

    @Test
    void whereAnApplicationIsInProductionDoesNotCount() {
        assertThat(listed(context(Elsewhere.class))).containsExactly(8083);
    }

    @Test
    void misuseSaysWhatToDo() {
        assertThatThrownBy(() -> ClusterSpec.of(NoCluster.class))
                .hasMessageEndingWith("has @FakeInstance but no @GossipTest: add @GossipTest");
        assertThatThrownBy(() -> ClusterSpec.of(NoSuchNode.class))
                .hasMessageContaining("wants node 3", "@GossipTest(nodes = 3)", "raise nodes");
        assertThatThrownBy(() -> ClusterSpec.of(NoPair.class))
                .hasMessageContaining("metadata 'zone'", "write name=value");
        assertThatThrownBy(() -> ClusterSpec.of(NoPort.class)).hasMessageContaining("70000");
        assertThat(ClusterSpec.of(String.class)).isNull();
    }

    private synchronized ApplicationContext context(Class<?> test) {
        TestContext context = new TestContextManager(test).getTestContext();
        opened.add(context);
        return context.getApplicationContext();
    }

    private List<Integer> listed(ApplicationContext context) {
        return context.getBean(DiscoveryClient.class).getInstances("stock").stream()
                .map(ServiceInstance::getPort)
                .sorted()
                .toList();
    }

    @SpringBootTest(webEnvironment = WebEnvironment.NONE)
    @GossipTest
    @FakeInstance(service = "stock", port = 8081)
    static class One {}

    static class SameAsOne extends One {}

    @SpringBootTest(webEnvironment = WebEnvironment.NONE)
    @GossipTest(nodes = 2)
    @FakeInstance(service = "stock", port = 9091)
    @FakeInstance(service = "stock", port = 9092)
    static class Other {}

    @SpringBootTest(webEnvironment = WebEnvironment.NONE)
    @GossipTest(nodes = 0)
    static class Alone {}

    @SpringBootTest(
            webEnvironment = WebEnvironment.NONE,
            properties = "gossip.discovery.observer=true")
    @GossipTest
    @FakeInstance(service = "stock", port = 8082)
    static class LookingOn {}

    @SpringBootTest(
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "gossip.discovery.bind.address=0.0.0.0",
                "gossip.discovery.advertise.networks=10.0.0.0/8",
                "gossip.discovery.advertise.interfaces=eth*"
            })
    @GossipTest
    @FakeInstance(service = "stock", port = 8083)
    static class Elsewhere {}

    @FakeInstance(service = "stock")
    static class NoCluster {}

    @GossipTest(nodes = 3)
    @FakeInstance(service = "stock", node = 3)
    static class NoSuchNode {}

    @GossipTest
    @FakeInstance(service = "stock", metadata = "zone")
    static class NoPair {}

    @GossipTest
    @FakeInstance(service = "stock", port = 70000)
    static class NoPort {}
}
