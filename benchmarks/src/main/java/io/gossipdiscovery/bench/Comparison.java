package io.gossipdiscovery.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of what several did in the same trial: a line for each trial, a column for each. */
final class Comparison {
    private final List<String> columns;
    private final Map<String, Map<String, List<String>>> lines = new LinkedHashMap<>();

    Comparison(List<String> columns) {
        this.columns = columns;
    }

    /** Another figure of that trial; tells it at once, because the whole table takes its time. */
    synchronized void add(String line, String column, String figure) {
        System.out.println(column + ": " + line + ": " + figure);
        lines.computeIfAbsent(line, name -> new LinkedHashMap<>())
                .computeIfAbsent(column, name -> new ArrayList<>())
                .add(figure);
    }

    @Override
    public synchronized String toString() {
        StringBuilder table = new StringBuilder();
        table.append("| what | ").append(String.join(" | ", columns)).append(" |\n");
        table.append("|---").append("|---".repeat(columns.size())).append("|\n");
        lines.forEach(
                (line, figures) -> {
                    table.append("| ").append(line);
                    for (String column : columns) {
                        List<String> some = figures.getOrDefault(column, List.of());
                        table.append(" | ").append(String.join("; ", some));
                    }
                    table.append(" |\n");
                });
        return table.toString();
    }
}
