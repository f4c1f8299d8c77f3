package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What the starter costs an application, over one with Spring Cloud LoadBalancer alone. */
record Cost() implements Bench {
    private static final String GOSSIP = Discovery.GOSSIP;

    /**
     * With LoadBalancer alone, with Actuator beside it, and with the starter, which brings both.
     */
    private static final List<String> JARS = List.of("plain", "actuator", GOSSIP);

    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final double MEGABYTE = 1_000_000;

    @Override
    public List<Row> run() throws Exception {
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        Map<String, List<Double>> heap = new LinkedHashMap<>();
        for (int i = 0; i < Bench.times("starts", 5); i++) {
            for (String jar : JARS) {
                try (AppProcess app = start(jar)) {
                    firstAnswer(app);
                    add(cpu, jar, app.cpu().toMillis() / 1_000.0);
                    RealCluster.pass(SETTLING);
                    app.say("heap");
                    AppProcess.await("the heap is collected", () -> app.report().heap() != 0);
                    add(heap, jar, app.report().heap() / MEGABYTE);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        rows.add(row("boot jar", "+ 5 MB", "+ 4 MB", sizes()));
        rows.add(row("CPU time to the first HTTP 200", "+ 0.5 s", "+ 0.3 s", medians(cpu, "s")));
        rows.add(row("heap after GC", "+ 3 MB", "+ 1.5 MB", medians(heap, "MB")));
        rows.add(heartbeats());
        return rows;
    }

    private static AppProcess start(String jar) {
        return AppProcess.start(
                jar,
                List.of(
                        "spring.application.name=provider",
                        "gossip.discovery.cluster=bench-" + UUID.randomUUID()));
    }

    private static void firstAnswer(AppProcess app) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + app.name() + "/who");
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answers " + answer.statusCode());
        }
    }

    private static void add(Map<String, List<Double>> all, String jar, double value) {
        all.computeIfAbsent(jar, name -> new ArrayList<>()).add(value);
    }

    private static String sizes() throws IOException {
        Map<String, List<Double>> sizes = new LinkedHashMap<>();
        for (String jar : JARS) {
            add(sizes, jar, Files.size(AppProcess.jar(jar)) / MEGABYTE);
        }
        return medians(sizes, "MB");
    }

    private static String medians(Map<String, List<Double>> all, String unit) {
        double gossip = median(all, GOSSIP);
        double plain = median(all, JARS.get(0));
        double actuator = median(all, JARS.get(1));
        return String.format(
                Locale.ROOT,
                "%.2f %s: %+.2f over LoadBalancer with Actuator, %+.2f over LoadBalancer alone",
                gossip,
                unit,
                gossip - actuator,
                gossip - plain);
    }

    private static double median(Map<String, List<Double>> all, String jar) {
        List<Double> sorted = new ArrayList<>(Objects.requireNonNull(all.get(jar), jar));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Two applications that found each other, and nothing happens. */
    private static Row heartbeats() {
        try (Callers callers = Callers.start(Discovery.GOSSIP, false)) {
            callers.add();
            RealCluster.pass(SETTLING);
            int before = callers.report().heartbeats();
            RealCluster.pass(QUIET);
            return row(
                    "HeartbeatEvents in a minute without change",
                    "0",
                    "0",
                    Integer.toString(callers.report().heartbeats() - before));
        }
    }

    private static Row row(String measure, String must, String aim, String figures) {
        return new Row(measure, figures, must, aim);
    }
}
