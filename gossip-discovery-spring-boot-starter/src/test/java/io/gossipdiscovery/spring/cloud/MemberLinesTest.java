package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The lines about members, as structured logging reads them. */
class MemberLinesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();
    private final Logger logger = (Logger) LoggerFactory.getLogger(GossipDiscovery.class);
    private final LinesWithFacts lines = new LinesWithFacts();

    @AfterEach
    void close() {
        applications.close();
        logger.detachAppender(lines);
    }

    @Test
    void eachChangeOfAMemberIsOneLineWithItsFacts() {
        ConfigurableApplicationContext one =
                applications.start("one", "logging.level.io.gossipdiscovery.node=info");
        lines.start();
        logger.addAppender(lines); // now: a further application would set up logging anew
        GossipNode node = one.getBean(GossipNode.class);
        String self = node.discovery().self().address().toString();
        GossipConfig config =
                GossipConfig.local().cluster(node.config().cluster()).seeds(self).build();
        GossipDiscovery two = GossipDiscovery.start(config);
        String member = two.self().toString();
        await().atMost(LIMIT).until(() -> of(self, member).size() == 1);
        two.leave(LIMIT);
        await().atMost(LIMIT).until(() -> of(self, member).size() == 2);

        assertThat(of(self, member))
                .containsExactly(
                        Map.of("node", self, "member", member, "from", "UNKNOWN", "to", "ALIVE"),
                        Map.of("node", self, "member", member, "from", "ALIVE", "to", "LEFT"));
    }

    private List<Map<String, String>> of(String node, String member) {
        return lines.facts().stream()
                .filter(facts -> node.equals(facts.get("node")))
                .filter(facts -> member.equals(facts.get("member")))
                .toList();
    }
}
