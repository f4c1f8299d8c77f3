package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.node.SeedSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestTemplate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Applications that are ready only in company. */
@ExtendWith(OutputCaptureExtension.class)
class AwaitedCompanyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String WITHOUT = "ready all the same";

    private final Applications applications = new Applications();
    private final AtomicReference<List<Address>> seeds = new AtomicReference<>(List.of());
    private final CompletableFuture<ConfigurableApplicationContext> started =
            new CompletableFuture<>();
    private final CompletableFuture<List<ServiceInstance>> seenByARunner =
            new CompletableFuture<>();

    @AfterEach
    void close() {
        started.thenAccept(ConfigurableApplicationContext::close);
        applications.close();
    }

    @Test
    void itHasStartedButIsNotReadyUntilOthersAndWhatTheyOfferAreKnown(CapturedOutput output)
            throws Exception {
        Address stock =
                applications.start("stock").getBean(GossipNode.class).discovery().self().address();
        CompletableFuture<ConfigurableApplicationContext> run = run("10m");
        ConfigurableApplicationContext shop = started.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        ApplicationAvailability availability = shop.getBean(ApplicationAvailability.class);
        await().atMost(LIMIT).until(() -> availability.getLivenessState() == LivenessState.CORRECT);
        assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
        int port = Applications.port(shop);
        assertThat(
                        new RestTemplate()
                                .getForObject("http://127.0.0.1:" + port + "/port", String.class))
                .isEqualTo(Integer.toString(port));
        assertThat(run).isNotDone();
        assertThat(seenByARunner).isNotDone();

        seeds.set(List.of(stock));

        assertThat(seenByARunner.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
        run.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(output).doesNotContain(WITHOUT);
    }

    @Test
    void whoStaysAloneIsReadyWhenTheTimeIsOver(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext shop = run("50ms").get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(shop.getBean(ApplicationAvailability.class).getReadinessState())
                .isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(seenByARunner.get()).isEmpty();
        assertThat(output)
                .containsOnlyOnce(
                        "After 50 ms (gossip.discovery.join.await) no other node is known: "
                                + WITHOUT);
    }

    @Test
    void nobodyWaitsWhereNothingIsSet(CapturedOutput output) throws Exception {
        run("0s").get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(seenByARunner.get()).isEmpty();
        assertThat(output).doesNotContain(WITHOUT);
    }

    @Test
    void aContextThatIsClosedMeanwhileEndsTheWait(CapturedOutput output) throws Exception {
        CompletableFuture<ConfigurableApplicationContext> run = run("10m");

        started.get(LIMIT.toSeconds(), TimeUnit.SECONDS).close();

        assertThat(run).succeedsWithin(LIMIT);
        assertThat(output).doesNotContain(WITHOUT);
    }

    /** Starts on a thread of its own an application that finds others once there are seeds. */
    private CompletableFuture<ConfigurableApplicationContext> run(String await) {
        SpringApplication application = new SpringApplication(Applications.WebApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(
                context -> {
                    SeedSource source = seeds::get;
                    context.getBeanFactory().registerSingleton("lateSeeds", source);
                    ApplicationRunner runner =
                            arguments -> {
                                if (context.isActive()) {
                                    seenByARunner.complete(
                                            context.getBean(DiscoveryClient.class)
                                                    .getInstances("stock"));
                                }
                            };
                    context.getBeanFactory().registerSingleton("caller", runner);
                });
        ApplicationListener<ApplicationStartedEvent> listener =
                event -> started.complete(event.getApplicationContext());
        application.addListeners(listener);
        String[] arguments =
                new CommandLine("spring.application.name=shop")
                        .and(applications.defaults())
                        .and(
                                "gossip.discovery.seeds=",
                                "gossip.discovery.join.await=" + await,
                                "logging.level.io.gossipdiscovery.spring=info")
                        .toArray();
        CompletableFuture<ConfigurableApplicationContext> run = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                run.complete(application.run(arguments));
                            } catch (RuntimeException e) {
                                started.completeExceptionally(e);
                                run.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return run;
    }
}
