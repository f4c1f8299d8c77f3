package io.gossipdiscovery.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The main job for a person to read: three instances find and call each other, one is killed and
 * the others go on, one takes its leave. Ends by itself and leaves nothing running.
 */
public final class Demonstration {
    private Demonstration() {}

    public static void main(String[] args) {
        try (ThreeInstances instances = new ThreeInstances()) {
            say("Starting three instances of the sample, with no configuration ...");
            List<SampleProcess> running = new ArrayList<>(instances.start());
            for (SampleProcess process : running) {
                say("  process %d serves http://127.0.0.1:%d", process.pid(), process.port());
            }
            Duration found = untilAllAgree(instances, running, () -> {});
            say("Each lists three, %d ms after the last web server was ready:", found.toMillis());
            show(running.get(0));
            calls(running);

            SampleProcess victim = running.remove(2);
            say("kill -9 %d ...", victim.pid());
            Duration lost = untilAllAgree(instances, running, victim::kill);
            say("The others dropped it %d ms later, and go on:", lost.toMillis());
            show(running.get(0));
            calls(running);

            SampleProcess leaving = running.remove(1);
            say("SIGTERM to %d ...", leaving.pid());
            Duration left = untilAllAgree(instances, running, leaving::terminate);
            say("It said farewell and was gone %d ms later:", left.toMillis());
            show(running.get(0));
            leaving.await();
        }
        say("Everything is stopped.");
    }

    /** How long after an event it takes until all that run list just each other. */
    private static Duration untilAllAgree(
            ThreeInstances instances, List<SampleProcess> running, Runnable event) {
        Set<String> ids = new TreeSet<>();
        running.forEach(process -> ids.add(process.instanceId()));
        long start = System.nanoTime();
        event.run();
        running.forEach(process -> instances.lists(process, ids));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void show(SampleProcess process) {
        say("  GET http://127.0.0.1:%d/instances", process.port());
        say("    %s", String.join("\n    ", process.instances()));
    }

    private static void calls(List<SampleProcess> running) {
        for (SampleProcess caller : running) {
            say(
                    "  6 × GET http://127.0.0.1:%d/call  answered by %s",
                    caller.port(), ThreeInstances.answering(caller, "/call", 6));
        }
    }

    private static void say(String format, Object... args) {
        System.out.printf(format + "%n", args);
    }
}
