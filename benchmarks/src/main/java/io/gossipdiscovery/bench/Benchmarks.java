package io.gossipdiscovery.bench;

import io.gossipdiscovery.network.Namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs the benchmarks that are named, with commas between them, or all; prints one table. */
public final class Benchmarks {
    private static final String ALL = "all";
    private static final String USUAL = "usual";
    private static final String MICRO = "micro";
    private static final String CALLS = "calls";
    private static final String RETRIES = "retries";
    private static final String COST = "cost";
    private static final String PEERS = "peers";
    private static final String PEERS_RETRY = "peers-retry";

    /** What runs without network namespaces. */
    private static final Set<String> PLAIN =
            Set.of(MICRO, CALLS, RETRIES, COST, PEERS, PEERS_RETRY);

    private Benchmarks() {}

    /** The rows of the table, by name and in the order in which they are run. */
    private static Map<String, List<Bench>> byName() {
        Map<String, List<Bench>> all = new LinkedHashMap<>();
        all.put("kill", List.of(new Kill(32), new Kill(100)));
        all.put("leave", List.of(new Leave(100)));
        all.put("offer", List.of(new Change(100)));
        all.put(
                "join",
                List.of(
                        new Join("8", 100, 4, true, "worst 5 s", "worst 2 s"),
                        new Join("8", 100, 4, false, "", "")));
        all.put(
                "burst",
                List.of(
                        new Join("8b", 50, 1, true, "worst 5 s", "worst 2 s"),
                        new Join("8b", 100, 1, true, "worst 10 s", "worst 5 s")));
        all.put("idle", List.of(new Idle(32, 365), new Idle(100, 313)));
        all.put("deaf", List.of(new Deaf(32)));
        all.put("silence", List.of(new Silence(32)));
        all.put("hang", List.of(new Hang(32)));
        all.put("heal", List.of(new Heal(32)));
        all.put(
                "loss",
                List.of(
                        new Loss(32, 20, "median 0", "0"),
                        new Loss(32, 30, "median 0", "0"),
                        new Loss(32, 40, "median 2", "0")));
        all.put(COST, List.of(new Cost()));
        all.put(CALLS, List.of(new Calls(false)));
        all.put(RETRIES, List.of(new Calls(true)));
        all.put(PEERS, List.of(new Peers(false)));
        all.put(PEERS_RETRY, List.of(new Peers(true)));
        all.put(MICRO, List.of(new Micro()));
        return all;
    }

    /** Takes names, and how often each thing is done where not as {@value #USUAL}. */
    public static void main(String[] words) throws Exception {
        if (!words[1].equals(USUAL)) {
            Stream.of(words[1].split(",")).forEach(Benchmarks::setTimes);
        }
        Map<String, List<Bench>> all = byName();
        Set<String> wanted = words[0].equals(ALL) ? all.keySet() : Set.of(words[0].split(","));
        if (!all.keySet().containsAll(wanted)) {
            throw new IllegalArgumentException("the benchmarks are " + all.keySet());
        }
        Optional<String> missing = Namespace.missing();
        if (missing.isPresent() && !PLAIN.containsAll(wanted)) {
            throw new IllegalStateException("cannot measure: " + missing.get());
        }
        System.out.println(conditions());
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, List<Bench>> entry : all.entrySet()) {
            if (wanted.contains(entry.getKey())) {
                for (Bench bench : entry.getValue()) {
                    List<Row> found = bench.run();
                    found.forEach(System.out::println);
                    rows.addAll(found);
                }
            }
        }
        System.out.println("\n" + conditions());
        System.out.println("\n| measure | figures | must | aim |\n|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    /** {@code kills=50}; a misspelt one would leave us waiting for the usual number. */
    private static void setTimes(String setting) {
        String[] words = setting.split("=");
        if (words.length != 2 || !Bench.TIMES.contains(words[0])) {
            throw new IllegalArgumentException(
                    "bench.times: " + setting + " is not one of " + Bench.TIMES + " = a number");
        }
        System.setProperty("bench." + words[0], Integer.toString(Integer.parseInt(words[1])));
    }

    /** What else the machine had to do belongs to what was measured. */
    private static String conditions() throws IOException {
        return Runtime.getRuntime().availableProcessors()
                + " cores, JDK "
                + Runtime.version()
                + ", load average "
                + Files.readString(Path.of("/proc/loadavg")).strip();
    }
}
