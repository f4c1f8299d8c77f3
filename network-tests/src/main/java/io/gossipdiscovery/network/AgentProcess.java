package io.gossipdiscovery.network;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@link Agent}: a JVM of its own with some nodes. */
public final class AgentProcess implements AutoCloseable {
    private static final long END_SECONDS = 10;

    private final Process process;
    private final BufferedWriter commands;
    private final Observations observations;

    private AgentProcess(Process process, Observations observations) {
        this.process = process;
        this.observations = observations;
        commands = process.outputWriter();
    }

    /** Starts a JVM without nodes; they come by {@link #start}. */
    static AgentProcess open(
            Namespace namespace,
            Observations observations,
            int heapMegabytes,
            List<Integer> seeds) {
        List<String> java = new ArrayList<>(java(heapMegabytes));
        java.add(Agent.class.getName());
        seeds.forEach(seed -> java.add(Places.host(seed) + ":" + Places.PORT));
        try {
            Process process =
                    new ProcessBuilder(namespace.inside(java))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            AgentProcess agent = new AgentProcess(process, observations);
            Thread reader = new Thread(agent::read, "agent-" + process.pid());
            reader.setDaemon(true);
            reader.start();
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of a JVM with our class path, up to the name of its main class. */
    static List<String> java(int heapMegabytes) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Many JVMs on a small machine: little heap, one collector thread, quick compilation.
        java.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC"));
        java.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        java.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        java.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return java;
    }

    /** Starts nodes in one instant; does not wait for them. */
    public void start(int first, int count) {
        say("start " + first + " " + count);
    }

    /** Tells the agent what to do; see there. */
    public void say(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. Returns the time just before. */
    public long kill() {
        long before = System.nanoTime();
        process.destroyForcibly();
        return before;
    }

    /** SIGSTOP: the process is there, and does nothing. Returns the time just before. */
    public long hang() {
        return signal("STOP");
    }

    /** SIGCONT: it goes on. Returns the time just before. */
    public long goOn() {
        return signal("CONT");
    }

    private long signal(String name) {
        long before = System.nanoTime();
        Shell.must("", List.of("sh", "-c", "kill -" + name + " " + process.pid()));
        return before;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    System.out.println(line);
                } else {
                    observations.add(Event.parse(line));
                }
            }
        } catch (IOException e) {
            // The process was ended by us.
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
