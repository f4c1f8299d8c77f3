package io.gossipdiscovery.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;

import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An application that tells others a port at which nobody listens. */
@ExtendWith(OutputCaptureExtension.class)
class WrongAddressTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String SHOW = "management.endpoints.web.exposure.include=*";

    private final Applications applications = new Applications();

    /** Bound, so that nobody else comes to listen there. */
    private final Socket taken = new Socket();

    @AfterEach
    void close() throws IOException {
        taken.close();
        applications.close();
    }

    @Test
    void healthMeterEndpointAndLogSaySo(CapturedOutput output) throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int closed = taken.getLocalPort();
        ConfigurableApplicationContext one = applications.start("one");
        ConfigurableApplicationContext two =
                applications.start("two", "gossip.discovery.registration.port=" + closed, SHOW);

        await().atMost(LIMIT).until(() -> !wrong(two).isEmpty());

        assertThat(wrong(two).keySet())
                .singleElement()
                .asString()
                .startsWith("instance two/")
                .endsWith(" at 127.0.0.1:" + closed);
        assertThat(wrong(two).values().toString()).contains("refused, nobody listens");
        assertThat(wrong(one)).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(output)
                                        .containsOnlyOnce(
                                                "that tried could not connect to instance two/")
                                        .contains("registration.port"));
        await().atMost(LIMIT).until(() -> gauge(two) == 1);
        String json =
                RestClient.create("http://127.0.0.1:" + Applications.port(two))
                        .get()
                        .uri("/actuator/gossip")
                        .retrieve()
                        .body(String.class);
        List<Map<String, Object>> addresses =
                JsonPath.read(json, "$.addresses[?(@.wrong == true)]");
        assertThat(addresses).singleElement().matches(a -> a.get("port").equals(closed));
        assertThat(JsonPath.<List<String>>read(json, "$.addresses[*].attempts[*].outcome"))
                .contains("REFUSED", "CONNECTED");
    }

    @Test
    void nobodyLooksWhereThatIsNotWanted() {
        ConfigurableApplicationContext one = applications.start("one");
        ConfigurableApplicationContext two =
                applications.start("two", "gossip.discovery.advertise.verify=false");
        ConfigurableApplicationContext three = applications.start("three");

        await().atMost(LIMIT).until(() -> !node(one).findings().isEmpty());
        await().atMost(LIMIT).until(() -> !node(three).findings().isEmpty());

        assertThat(node(two).findings()).isEmpty();
        assertThat(node(two).counters()).containsEntry("dials", 0L);
    }

    private static GossipDiscovery node(ConfigurableApplicationContext context) {
        return context.getBean(GossipNode.class).discovery();
    }

    private static double gauge(ConfigurableApplicationContext context) {
        return context.getBean(MeterRegistry.class).get("gossip.wrong.addresses").gauge().value();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> wrong(ConfigurableApplicationContext context) {
        Object detail =
                context.getBean(GossipDiscoveryHealthIndicator.class)
                        .health()
                        .getDetails()
                        .get("wrongAddresses");
        return (Map<String, List<String>>) detail;
    }
}
