package io.gossipdiscovery.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the machine's own tools. */
final class Shell {
    /** Beyond the usual path, as {@code nft} and {@code ip} are where only root looks. */
    private static final List<String> MORE_PATHS =
            List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private Shell() {}

    /** What a tool said, and whether it succeeded. */
    record Result(int code, String output) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    /** Where a tool is. */
    static Optional<Path> find(String tool) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, MORE_PATHS.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where a tool is that {@link Namespace#missing} has seen. */
    static String tool(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException("no " + name + " on this machine"))
                .toString();
    }

    /** Runs a command to its end with something to read. */
    static Result run(String input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading; its answer says why.
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /**
     * Runs a command that must succeed.
     *
     * @throws IllegalStateException with what it said if it does not
     */
    static String must(String input, List<String> command) {
        Result result = run(input, command);
        if (!result.isSuccess()) {
            throw new IllegalStateException(
                    command + " ended with " + result.code() + ": " + result.output());
        }
        return result.output();
    }
}
