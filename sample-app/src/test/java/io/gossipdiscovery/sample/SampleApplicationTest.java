package io.gossipdiscovery.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

import java.util.UUID;

/** The sample runs also where it is not announced. */
class SampleApplicationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gossip.discovery.registration.enabled=false",
                "spring.main.web-application-type=none",
                "gossip.discovery.enabled=false",
                "spring.cloud.discovery.enabled=false"
            })
    void itStartsWithoutARegistration(String setting) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setRegisterShutdownHook(false);
        try (ConfigurableApplicationContext context =
                application.run(
                        "--gossip.discovery.bind.port=0",
                        "--gossip.discovery.seeds=",
                        "--gossip.discovery.cluster=test-" + UUID.randomUUID(),
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--" + setting)) {
            assertThat(context.getBean(HelloController.class).hello().port()).isZero();
            assertThat(context.getBean(CallController.class).instances()).isEmpty();
            assertThat(context.getBeansOfType(DiscoveryClient.class)).isNotEmpty();
        }
    }
}
