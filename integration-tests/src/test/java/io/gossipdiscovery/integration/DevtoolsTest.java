package io.gossipdiscovery.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.spring.GossipNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An application that spring-boot-devtools start anew in its process, seen from another node. */
class DevtoolsTest {
    private static final int RESTARTS = 3;

    /** A process takes its time to start on a machine that has other work. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Running running = new Running();
    private final List<MemberEvent> events = new CopyOnWriteArrayList<>();
    private GossipNode observer;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        observer = running.start("observer", ShopApplication.class).getBean(GossipNode.class);
        observer.discovery().events(events::add);
        process = startInDevelopment();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        running.close();
    }

    @Test
    void itComesBackWhereAndAsWhoItWasAndLeavesNothingBehind() throws Exception {
        Listing former = awaitLifeAfter(null);
        DocumentContext state = state(former);
        assertThat(state.<Boolean>read("$.sharesLoader")).isFalse();
        assertThat(state.<String>read("$.drain")).isEqualTo("300ms");

        for (int restart = 1; restart <= RESTARTS; restart++) {
            Http.get(port(former), "/restart");
            Listing present = awaitLifeAfter(former.node());

            assertThat(present.node().address()).isEqualTo(former.node().address());
            assertThat(present.instance().id()).isEqualTo(former.instance().id());
            assertThat(state(present).<Integer>read("$.lives")).isEqualTo(restart + 1);
            former = present;
        }

        assertThat(kinds()).doesNotContain(MemberEvent.Kind.DIED);
        assertThat(kinds().filter(kind -> kind == MemberEvent.Kind.LEFT)).hasSize(RESTARTS);
        Listing last = former;
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(state(last).<List<String>>read("$.leaked")).isEmpty());
        await().atMost(LIMIT).until(() -> isSecondLifeCollected(state(last)));
    }

    private Stream<MemberEvent.Kind> kinds() {
        return events.stream()
                .filter(MemberEvent.Change.class::isInstance)
                .map(change -> ((MemberEvent.Change) change).kind());
    }

    private Listing awaitLifeAfter(@Nullable NodeId former) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                observer.catalog().routable("shop").stream()
                                        .filter(shop -> !shop.node().equals(former))
                                        .toList(),
                        shops -> !shops.isEmpty())
                .get(0);
    }

    /** The first one's class loader is kept by Boot: by its shutdown hook and its binder. */
    private static boolean isSecondLifeCollected(DocumentContext state) {
        return state.read("$.collected[1]");
    }

    private static DocumentContext state(Listing shop) throws IOException, InterruptedException {
        return JsonPath.parse(Http.get(port(shop), "/state").body());
    }

    private static String port(Listing shop) {
        return String.valueOf(shop.instance().port());
    }

    private Process startInDevelopment() throws IOException {
        Path output = Files.createDirectories(Path.of("target", "devtools")).resolve("shop.log");
        File file = output.toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartingApplication.class.getName(),
                        "--spring.application.name=shop",
                        "--spring.main.web-application-type=servlet",
                        "--spring.devtools.livereload.enabled=false",
                        "--server.port=0",
                        "--eureka.client.enabled=false",
                        "--spring.cloud.gateway.server.webflux.enabled=false",
                        "--gossip.discovery.cluster=" + observer.config().cluster(),
                        "--gossip.discovery.bind.port=0",
                        "--gossip.discovery.seeds=" + observer.discovery().self().address())
                .redirectErrorStream(true)
                .redirectOutput(file)
                .start();
    }
}
