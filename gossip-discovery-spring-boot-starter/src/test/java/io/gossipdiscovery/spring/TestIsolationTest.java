package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a {@code @SpringBootTest} that says nothing of discovery meets: nobody. */
class TestIsolationTest {
    private static final String REQUIRED = "gossip.discovery.join.required";

    private final List<TestContext> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(test -> test.markApplicationContextDirty(null));
    }

    @Test
    void eachContextIsAloneInAClusterOfItsOwn() {
        GossipConfig one = config(Silent.class);
        GossipConfig other = config(Other.class);

        assertThat(List.of(one, other))
                .allSatisfy(
                        config -> {
                            assertThat(config.cluster()).startsWith("test-");
                            assertThat(config.seeds()).isEmpty();
                            assertThat(config.bind().firstPort()).isZero();
                            assertThat(config.bind().lastPort()).isZero();
                        });
        assertThat(one.cluster()).isNotEqualTo(other.cluster());
    }

    @Test
    void equalTestsShareTheirContext() {
        assertThat(context(SameAsSilent.class)).isSameAs(context(Silent.class));
    }

    @Test
    void whatTheTestSaysCounts() {
        GossipConfig config = config(Explicit.class);

        assertThat(config.cluster()).isEqualTo("shop");
        assertThat(config.seeds()).containsExactly("127.0.0.1:1", "127.0.0.1:2");
        assertThat(config.bind().firstPort()).isZero();
    }

    @Test
    void whatTheApplicationSaysAsItsDefaultCounts() {
        GossipConfig config = config(WithDefaults.class);

        assertThat(config.cluster()).isEqualTo("by-default");
        assertThat(config.seeds()).containsExactly("127.0.0.1:3");
    }

    @Test
    void nobodyIsWaitedForWhereNobodyCanCome() {
        Environment alone = context(Patient.class).getEnvironment();

        assertThat(alone.getProperty(REQUIRED)).isEqualTo("false");
        assertThat(alone.getProperty("gossip.discovery.join.await")).isEqualTo("0s");
        assertThat(context(Explicit.class).getEnvironment().getProperty(REQUIRED)).isNull();
    }

    @Test
    void seedsAtTheOwnPortNeedOne() {
        GossipConfig config = config(AtOwnPort.class);

        assertThat(config.seeds()).containsExactly("localhost:7946");
        assertThat(config.cluster()).startsWith("test-");
    }

    @Test
    void anApplicationThatIsNoTestIsLeftAlone() {
        StandardEnvironment environment = new StandardEnvironment();
        new TestIsolation().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.containsProperty("gossip.discovery.cluster")).isFalse();
    }

    private GossipConfig config(Class<?> test) {
        return context(test).getBean(GossipConfig.class);
    }

    private ApplicationContext context(Class<?> test) {
        TestContext context = new TestContextManager(test).getTestContext();
        opened.add(context);
        return context.getApplicationContext();
    }

    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.NONE,
            properties = "eureka.client.enabled=false")
    static class Silent {}

    static class SameAsSilent extends Silent {}

    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "eureka.client.enabled=false",
                "gossip.discovery.join.required=true",
                "gossip.discovery.join.await=1h"
            })
    static class Patient {}

    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {"eureka.client.enabled=false", "gossip.discovery.seeds=dns:localhost"})
    static class AtOwnPort {}

    @ActiveProfiles("other")
    static class Other extends Silent {}

    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "eureka.client.enabled=false",
                "gossip.discovery.cluster=shop",
                "gossip.discovery.seeds[0]=127.0.0.1:1",
                "gossip.discovery.seeds[1]=127.0.0.1:2"
            })
    static class Explicit {}

    @SpringBootTest(
            classes = WithMain.class,
            webEnvironment = WebEnvironment.NONE,
            properties = "eureka.client.enabled=false",
            useMainMethod = UseMainMethod.ALWAYS)
    static class WithDefaults {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithMain {
        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(WithMain.class);
            application.setDefaultProperties(
                    Map.of(
                            "gossip.discovery.cluster",
                            "by-default",
                            "gossip.discovery.seeds[0]",
                            "127.0.0.1:3"));
            application.run(arguments);
        }
    }
}
