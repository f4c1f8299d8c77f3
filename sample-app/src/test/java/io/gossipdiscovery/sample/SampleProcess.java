package io.gossipdiscovery.sample;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running instance of the sample application: the real jar in a JVM of its own. Its output goes
 * to a file, and its web port is read from there.
 */
final class SampleProcess implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final long END_LIMIT_SECONDS = 30;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();

    private final Process process;
    private final Path output;

    private SampleProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the jar at a web port, 0 for any. Does not wait for it. */
    static SampleProcess start(String name, int webPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Three JVMs on a small machine: little heap, one collector thread, quick compilation.
        command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        String more = System.getProperty("sample.jvm", "");
        command.addAll(more.isBlank() ? List.of() : List.of(more.trim().split(" +")));
        command.addAll(List.of("-jar", jar().toString(), "--server.port=" + webPort));
        try {
            Path output =
                    Files.createDirectories(jar().resolveSibling("sample")).resolve(name + ".log");
            File file = output.toFile();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(file)
                            .start();
            // Whoever interrupts us leaves nothing running either.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new SampleProcess(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        String jar = System.getProperty("sample.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new IllegalStateException(
                    "no sample jar at '" + jar + "': run mvn package first");
        }
        return Path.of(jar);
    }

    /** The web port, or 0 as long as the web server has not started. */
    int port() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the sample ended by itself:\n" + output());
        }
        Matcher matcher = STARTED.matcher(output());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    long pid() {
        return process.pid();
    }

    /** All that it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON that a path answers with. */
    DocumentContext get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(REQUEST_LIMIT).build();
        try {
            HttpResponse<String> response =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(
                        path + " answers " + response.statusCode() + ": " + response.body());
            }
            return JsonPath.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String instanceId() {
        return get("/hello").read("$.instanceId");
    }

    /** Which life of which gossip address it is. */
    Life life() {
        DocumentContext gossip = get("/actuator/gossip");
        Number generation = gossip.read("$.self.generation");
        return new Life(gossip.read("$.self.address"), generation.longValue());
    }

    /** The ids that its {@code DiscoveryClient} lists. */
    List<String> instances() {
        return get("/instances").read("$[*].instanceId");
    }

    /** kill -9: the process has no say in it. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM: the process may take its leave. Does not wait for the end. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process. */
    void await() {
        try {
            if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await();
    }

    /** Where it gossips, and its generation there. */
    record Life(String address, long generation) {}
}
