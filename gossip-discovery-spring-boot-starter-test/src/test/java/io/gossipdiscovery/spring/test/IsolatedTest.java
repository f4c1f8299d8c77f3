package io.gossipdiscovery.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.spring.GossipNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import java.util.ArrayList;
import java.util.List;

/** Tests without {@link GossipTest} meet nobody, however they make their context. */
class IsolatedTest {
    private final List<TestContext> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(test -> test.markApplicationContextDirty(null));
    }

    @Test
    void eachContextIsAloneInAClusterOfItsOwn() {
        List<GossipConfig> configs = List.of(config(ByBoot.class), config(BySpring.class));

        assertThat(configs)
                .allSatisfy(
                        config -> {
                            assertThat(config.cluster()).startsWith("test-");
                            assertThat(config.seeds()).isEmpty();
                            assertThat(config.bind().firstPort()).isZero();
                        })
                .extracting(GossipConfig::cluster)
                .doesNotHaveDuplicates();
        assertThat(context(BySpring.class).getBean(GossipNode.class).discovery().members())
                .hasSize(1);
    }

    @Test
    void equalTestsShareTheirContext() {
        assertThat(context(SameAsByBoot.class)).isSameAs(context(ByBoot.class));
        assertThat(context(SameAsBySpring.class)).isSameAs(context(BySpring.class));
    }

    @Test
    void whatTheTestSaysCounts() {
        assertThat(config(Named.class).cluster()).isEqualTo("shop");
        assertThat(config(Named.class).seeds()).isEmpty();
    }

    private GossipConfig config(Class<?> test) {
        return context(test).getBean(GossipConfig.class);
    }

    private ApplicationContext context(Class<?> test) {
        TestContext context = new TestContextManager(test).getTestContext();
        opened.add(context);
        return context.getApplicationContext();
    }

    @SpringBootTest(webEnvironment = WebEnvironment.NONE)
    static class ByBoot {}

    static class SameAsByBoot extends ByBoot {}

    @ContextConfiguration(classes = CartApplication.class)
    @TestPropertySource(properties = "spring.application.name=cart")
    static class BySpring {}

    static class SameAsBySpring extends BySpring {}

    @ContextConfiguration(classes = CartApplication.class)
    @TestPropertySource(
            properties = {"spring.application.name=cart", "gossip.discovery.cluster=shop"})
    static class Named {}
}
