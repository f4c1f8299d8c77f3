package io.gossipdiscovery.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Runs the experiments: a little of each in every build, so that they do not rot, and all of them
 * for the report.
 */
class SimulationReportTest {
    private static final String INTRODUCTION =
            """
            # Simulation report

            What the machine does under faults, and what memberlist does under the same, from one \
            program: both run on \
            the same simulated network, with the same delays (0.1 to 0.5 ms), the same faults and \
            the same seeds. Our settings \
            are those of `GossipConfig.lan()`, the model's those of `DefaultLANConfig`. Seeds are \
            1, 2, 3 and so on, as many as a \
            table says; nothing else is random. This page is written by

            ```
            mvn -q -Preport -pl gossip-discovery-core,gossip-discovery-test test
            ```

            and is the same whenever it is, but for the section on the simulator's own speed. \
            Times are virtual. The seeds of a \
            figure can be played again with any test of the simulator, `-Dsim.seed=N`.
            """;

    private static final String LARGEST =
            """

            The largest cluster in this edition has %d nodes: `-Dsim.most=200` leaves out the larger \
            ones, without it 1,000 is the largest. What has not been run has no row.
            """;

    private final Map<String, BiConsumer<Bench, Report>> experiments = new LinkedHashMap<>();

    SimulationReportTest() {
        experiments.put("calibration", (b, r) -> new Calibration().run(b, r));
        experiments.put("kill", (b, r) -> new Kill().run(b, r));
        experiments.put("detection", (b, r) -> new Detection().run(b, r));
        experiments.put("hang", (b, r) -> new Hang().run(b, r));
        experiments.put("loss", (b, r) -> new Loss().run(b, r));
        experiments.put("one-way", (b, r) -> new OneWay().run(b, r));
        experiments.put("spreading", (b, r) -> new Spreading().run(b, r));
        experiments.put("idle", (b, r) -> new Idle().run(b, r));
        experiments.put("rapid", (b, r) -> new RapidFigures().run(b, r));
        experiments.put("lifeguard", (b, r) -> new LifeguardSweep().run(b, r));
        experiments.put("simulator", (b, r) -> new Throughput().run(b, r));
    }

    @Test
    void everyExperimentRunsAndIsWrittenDown() throws Exception {
        Path directory = Path.of("target", "simulation-report");
        write(directory, false, List.copyOf(experiments.keySet()));
        assertThat(Files.readString(directory.resolve("simulation-report.md")))
                .contains("| 2 | silent host", "## The Lifeguard sweep");
        assertThat(directory.resolve("simulation-report/rapid-crash.png")).isNotEmptyFile();
    }

    /** {@code -Dsim.report=all}, or names of experiments with commas between them. */
    @Test
    @EnabledIfSystemProperty(named = "sim.report", matches = ".+")
    void theReport() {
        String wanted = System.getProperty("sim.report");
        boolean all = wanted.equals("all");
        Path directory = all ? Path.of("..", "docs") : Path.of("target", "partial-report");
        write(
                directory,
                true,
                all ? List.copyOf(experiments.keySet()) : List.of(wanted.split(",")));
    }

    private void write(Path directory, boolean isFull, List<String> wanted) {
        assertThat(experiments).containsKeys(wanted.toArray(String[]::new));
        Report report = new Report(directory);
        try (Bench bench = new Bench(isFull)) {
            for (String name : wanted) {
                long began = System.nanoTime();
                experiments.get(name).accept(bench, report);
                report.write(INTRODUCTION + LARGEST.formatted(bench.most()));
                if (isFull) {
                    double wall = (System.nanoTime() - began) / 1e9;
                    System.out.printf("report: %s took %.0f s%n", name, wall);
                }
            }
        }
    }
}
