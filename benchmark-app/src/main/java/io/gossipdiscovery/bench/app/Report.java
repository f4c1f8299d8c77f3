package io.gossipdiscovery.bench.app;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines for whoever started this process. Thread-safe. */
final class Report {
    private Report() {}

    static void line(String what, Object... values) {
        String words =
                Arrays.stream(values).map(value -> " " + value).collect(Collectors.joining());
        System.out.println("@" + what + words);
    }
}
