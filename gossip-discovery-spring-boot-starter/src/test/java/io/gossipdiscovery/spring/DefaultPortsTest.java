package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.ConfigMapping.FIRST_PORT;
import static io.gossipdiscovery.spring.ConfigMapping.LAST_PORT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gossipdiscovery.node.StartFailedException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** More applications on one machine than there are default ports. */
@ExtendWith(OutputCaptureExtension.class)
class DefaultPortsTest {
    /** An address of loopback that is all ours, with all its ports. */
    private final String own = ownAddress();

    private final String cluster = "cluster=test-" + UUID.randomUUID();
    private final List<ServerSocket> others = new ArrayList<>();
    private final List<GossipNode> nodes = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        nodes.forEach(GossipNode::close);
        for (ServerSocket other : others) {
            other.close();
        }
    }

    @Test
    void theEleventhNodeTakesAnyPortAndFindsTheOthers(CapturedOutput output) throws IOException {
        // Applications of other tests may have left the log quiet.
        LoggingSystem.get(getClass().getClassLoader())
                .setLogLevel(GossipNode.class.getName(), LogLevel.INFO);
        GossipNode first = start();
        for (int port = FIRST_PORT + 1; port <= LAST_PORT; port++) {
            others.add(new ServerSocket(port, 1, InetAddress.getByName(own)));
        }

        GossipNode eleventh = start();

        assertThat(first.discovery().self().address().port()).isEqualTo(FIRST_PORT);
        int port = eleventh.discovery().self().address().port();
        assertThat(port < FIRST_PORT || port > LAST_PORT).isTrue();
        assertThat(output.getOut().lines())
                .filteredOn(line -> line.contains("7946 to 7955"))
                .singleElement()
                .asString()
                .contains("at " + own + ":" + port, "gossip.discovery.bind.port");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> first.discovery().members().size() == 2);
    }

    @Test
    void whoIsReachedAtAnotherPortTakesNoOther() throws IOException {
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            others.add(new ServerSocket(port, 1, InetAddress.getByName(own)));
        }

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> start("advertise.port=4000"))
                .withMessageContaining("7946 to 7955");
    }

    private GossipNode start(String... more) {
        List<String> settings = new ArrayList<>(List.of("bind.address=" + own, cluster));
        settings.addAll(List.of(more));
        GossipNode node =
                new GossipNode(
                        ConfigMapping.toConfig(Settings.of(settings.toArray(new String[0]))),
                        Duration.ofSeconds(1),
                        List.of());
        nodes.add(node);
        node.start();
        return node;
    }

    private static String ownAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".77";
    }
}
