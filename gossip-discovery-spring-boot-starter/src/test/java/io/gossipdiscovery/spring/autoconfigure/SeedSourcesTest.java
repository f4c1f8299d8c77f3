package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.node.SeedSource;
import io.gossipdiscovery.node.Seeds;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.observe.GossipDiscoveryHealthIndicator;
import io.gossipdiscovery.spring.observe.GossipEndpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where an application takes its seeds from, beside the settings. */
@ExtendWith(OutputCaptureExtension.class)
class SeedSourcesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void everyBeanIsAskedAgainAndOneThatFailsHidesNoOther(CapturedOutput output) {
        GossipNode one = node(applications.start("one"));
        ConfigurableApplicationContext context =
                applications.start(
                        "two",
                        new Class<?>[] {Applications.WebApplication.class, TwoSources.class},
                        "gossip.discovery.seeds=",
                        "management.endpoints.web.exposure.include=gossip");
        GossipNode two = node(context);
        await().atMost(LIMIT).until(() -> two.seeds().answers().size() == 2);
        assertThat(two.discovery().members()).hasSize(1);

        context.getBean(Known.class).addresses.add(one.discovery().self().address());

        await().atMost(LIMIT).until(() -> two.discovery().members().size() == 2);
        assertThat(output).containsOnlyOnce("Seed nowhere cannot be found: on purpose");
        assertThat(context.getBean(GossipEndpoint.class).report().seeds())
                .anySatisfy(seed -> assertThat(seed.failure()).isEqualTo("on purpose"))
                .anySatisfy(
                        seed ->
                                assertThat(seed.addresses())
                                        .containsExactly(
                                                one.discovery().self().address().toString()));
        assertThat(context.getBean(GossipDiscoveryHealthIndicator.class).health().getDetails())
                .containsEntry("failingSeeds", Map.of("nowhere", "on purpose"));
    }

    @Test
    void connectionDetailsTakeThePlaceOfTheSetting() {
        ConfigurableApplicationContext context =
                applications.start(
                        "shop",
                        new Class<?>[] {Applications.WebApplication.class, Service.class},
                        "gossip.discovery.seeds=127.0.0.9:1");

        assertThat(node(context).seeds().answers())
                .extracting(Seeds.Answer::source)
                .containsExactly("127.0.0.8:7946");
    }

    @Test
    void withoutConnectionDetailsTheSettingCounts() {
        ConfigurableApplicationContext context =
                applications.start("shop", "gossip.discovery.seeds=127.0.0.9:1");

        assertThat(context.getBean(GossipConnectionDetails.class).seeds())
                .containsExactly("127.0.0.9:1");
    }

    private static GossipNode node(ConfigurableApplicationContext context) {
        return context.getBean(GossipNode.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoSources {
        @Bean
        Known known() {
            return new Known();
        }

        @Bean
        SeedSource nowhere() {
            return new SeedSource() {
                @Override
                public List<Address> resolve() {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public String toString() {
                    return "nowhere";
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Service {
        @Bean
        GossipConnectionDetails service() {
            return () -> List.of("127.0.0.8:7946");
        }
    }

    static final class Known implements SeedSource {
        private final List<Address> addresses = new CopyOnWriteArrayList<>();

        @Override
        public List<Address> resolve() {
            return addresses;
        }
    }
}
