package io.gossipdiscovery.spring;

import java.util.LinkedHashMap;
import java.util.Map;

/** Command line arguments, where a later value takes the place of an earlier one. */
public final class CommandLine {
    private final Map<String, String> values = new LinkedHashMap<>();

    public CommandLine(String... pairs) {
        and(pairs);
    }

    /** Adds {@code name=value} pairs. */
    public CommandLine and(String... pairs) {
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return this;
    }

    public String[] toArray() {
        return values.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }
}
