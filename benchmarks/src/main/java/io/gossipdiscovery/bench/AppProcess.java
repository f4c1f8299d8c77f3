package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.RealCluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The benchmark application, running in a JVM of its own. */
final class AppProcess implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(10);

    /** Where the boot jars are. */
    private static final List<String> MODULES =
            List.of(
                    "benchmark-app",
                    "benchmark-peers/eureka",
                    "benchmark-peers/eureka-server",
                    "benchmark-peers/zookeeper");

    private final Process process;
    private final BufferedWriter commands;
    private final AppReport report = new AppReport();

    private AppProcess(Process process) {
        this.process = process;
        commands = process.outputWriter();
        Thread reader = new Thread(this::read, "reader-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts one of the boot jars at a web port of the system's choice; does not wait for it. */
    static AppProcess start(String jar, List<String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-jar", jar(jar).toString(), "--server.port=0"));
        command.addAll(List.of("--logging.level.root=error", "--spring.main.banner-mode=off"));
        properties.forEach(property -> command.add("--" + property));
        try {
            return new AppProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jar(String name) {
        Path root = Path.of(System.getProperty("bench.apps"));
        return MODULES.stream()
                .map(module -> root.resolve(module).resolve("target").resolve(name + "-app.jar"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(name + " is missing: build with -Pbench"));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!report.hear(line)) {
                    System.err.println(process.pid() + ": " + line);
                }
            }
        } catch (IOException e) {
            // The process ended in the midst of a line.
            System.err.println(process.pid() + ": " + e.getMessage());
        }
    }

    AppReport report() {
        return report;
    }

    /** By its web port callers know it. */
    String name() {
        await("an application is ready", () -> report.readyAt() != 0 || !process.isAlive());
        if (report.readyAt() == 0) {
            throw new IllegalStateException("process " + process.pid() + " ended at its start");
        }
        return report.port();
    }

    void say(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM. Java's own way would close the standard input too, which ends the application. */
    void terminate() {
        signal("TERM");
    }

    /** SIGSTOP, SIGCONT and the like. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Says no more, which ends what runs there. */
    void end() {
        try {
            commands.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(Bench.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        if (!isSoon(condition)) {
            throw new IllegalStateException("waited in vain: " + what);
        }
    }

    /** Whether it comes true within {@link Bench#LIMIT}, for which this waits. */
    static boolean isSoon(BooleanSupplier condition) {
        long end = System.nanoTime() + Bench.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            RealCluster.pass(LOOK);
        }
        return true;
    }

    @Override
    public void close() {
        kill();
        awaitEnd();
    }
}
