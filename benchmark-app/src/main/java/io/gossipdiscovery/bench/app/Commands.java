package io.gossipdiscovery.bench.app;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.CommandLineRunner;
import org.springframework.stereotype.Component;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Does what the standard input says, and ends the process when nobody is there to say more. */
@Component
class Commands implements CommandLineRunner {
    private static final int COLLECTIONS = 3;

    private final ObjectProvider<Caller> caller;

    Commands(ObjectProvider<Caller> caller) {
        this.caller = caller;
    }

    @Override
    public void run(String... args) {
        Thread reader = new Thread(this::read, "commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                obey(line.split(" "));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "rate" -> caller.getObject().callAt(Integer.parseInt(words[1]));
            case "heap" -> Report.line("heap", heapInUse());
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
