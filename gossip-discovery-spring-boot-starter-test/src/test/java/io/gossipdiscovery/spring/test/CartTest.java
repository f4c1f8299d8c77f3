package io.gossipdiscovery.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.gossipdiscovery.memory.GossipTestCluster;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.web.client.RestClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an application's own test looks like: the one in docs/testing.md, and all it may do. */
@SpringBootTest(properties = "spring.application.name=cart")
@GossipTest(nodes = 3)
@FakeInstance(service = "stock", port = 8081, metadata = "zone=a")
@FakeInstance(service = "stock", port = 8082, metadata = "zone=b")
@FakeInstance(
        service = "billing",
        id = "b1",
        host = "10.9.8.7",
        port = 443,
        secure = true,
        node = 2)
class CartTest {
    @Autowired DiscoveryClient client;
    @Autowired GossipTestCluster cluster;
    @Autowired GossipNode node;
    @Autowired RestClient.Builder calls;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] answer = "in stock".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    @Test
    void fakeInstancesAreListedFromTheStart() {
        assertThat(ports("stock")).containsExactly(8081, 8082);
        ServiceInstance billing = client.getInstances("billing").get(0);
        assertThat(billing.getInstanceId()).isEqualTo("b1");
        assertThat(billing.getUri()).hasToString("https://10.9.8.7:443");
        assertThat(client.getInstances("stock"))
                .extracting(instance -> instance.getMetadata().get("zone"))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aLoadBalancedCallReachesWhoIsOffered() {
        int port = server.getAddress().getPort();
        cluster.offer(0, Instance.of("shelf", "s1", "127.0.0.1", port));
        cluster.awaitConverged();

        assertThat(calls.build().get().uri("http://shelf/all").retrieve().body(String.class))
                .isEqualTo("in stock");
    }

    @Test
    void theInstanceOfAKilledNodeVanishes() {
        cluster.kill(0);
        cluster.awaitConverged();

        assertThat(ports("stock")).containsExactly(8082);
    }

    @Test
    void whoIsCutOffVanishesAndReturns() {
        cluster.partition(1);
        cluster.awaitConverged();
        assertThat(ports("stock")).containsExactly(8081);

        cluster.heal();
        cluster.awaitConverged();
        assertThat(ports("stock")).containsExactly(8081, 8082);
    }

    @Test
    void anApplicationThatIsCutOffKeepsWhatItKnew() {
        cluster.partition(0, 1, 2);
        cluster.awaitConverged();

        assertThat(node.discovery().isIsolated()).isTrue();
        assertThat(ports("billing")).containsExactly(443);
    }

    @Test
    void anInstanceThatIsWithdrawnVanishes() {
        cluster.withdraw(new Instance.Key("stock", "stock-8081"));
        cluster.awaitConverged();

        assertThat(ports("stock")).containsExactly(8082);
    }

    @Nested
    class InANestedClass {
        @Test
        void theClusterIsTheSame() {
            assertThat(ports("stock")).containsExactly(8081, 8082);
        }
    }

    private List<Integer> ports(String service) {
        return client.getInstances(service).stream()
                .map(ServiceInstance::getPort)
                .sorted()
                .toList();
    }
}
