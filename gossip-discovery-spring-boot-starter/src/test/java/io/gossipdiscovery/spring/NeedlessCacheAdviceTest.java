package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

/** In applications without Caffeine, as most are. */
@ExtendWith(OutputCaptureExtension.class)
class NeedlessCacheAdviceTest {
    private static final String ADVICE = "it's recommended to use Caffeine cache in production";

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evict", "bypass"})
    void nobodyIsAdvisedOfACacheThatIsOfNoUse(String cache, CapturedOutput output) {
        start("gossip.discovery.load-balancer.cache=" + cache);

        assertThat(output).doesNotContain(ADVICE);
    }

    @Test
    void nobodyIsAdvisedWhereNothingIsSet(CapturedOutput output) {
        start();

        assertThat(output).doesNotContain(ADVICE);
    }

    @ParameterizedTest
    @CsvSource({
        "gossip.discovery.load-balancer.cache=LEAVE",
        "gossip.discovery.enabled=false",
        "spring.cloud.discovery.enabled=false",
        "logging.level.org.springframework.cloud.loadbalancer=warn",
        "logging.level.org.springframework.cloud.loadbalancer.config=info",
        "logging.level[" + NeedlessCacheAdvice.LOGGER + "]=warn"
    })
    void otherwiseItIsHeard(String property, CapturedOutput output) {
        start(property);

        assertThat(output).contains(ADVICE);
    }

    private void start(String... properties) {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(
                                new FilteredClassLoader("com.github.benmanes.caffeine")),
                        Applications.WebApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application
                .run(
                        new CommandLine("spring.application.name=shop")
                                .and(applications.defaults())
                                .and(properties)
                                .toArray())
                .close();
    }
}
