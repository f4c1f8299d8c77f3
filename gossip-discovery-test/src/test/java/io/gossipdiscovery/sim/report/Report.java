package io.gossipdiscovery.sim.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page as it grows: goals first, then a section for each experiment. */
final class Report {
    private final Path directory;
    private final StringBuilder sections = new StringBuilder();
    private final List<String> goals = new ArrayList<>();

    Report(Path directory) {
        this.directory = directory;
    }

    Path plots() {
        return directory.resolve("simulation-report");
    }

    void section(String title) {
        sections.append("\n## ").append(title).append("\n");
    }

    void say(String format, Object... values) {
        sections.append('\n').append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    void plot(String file, String caption) {
        sections.append("\n![").append(caption).append("](simulation-report/").append(file);
        sections.append(")\n");
    }

    Table table(String... header) {
        return new Table(header);
    }

    /** A row of the goals. */
    void goal(
            String number,
            String measure,
            String must,
            String aim,
            String seen,
            String model,
            String verdict) {
        goals.add(
                "| "
                        + String.join(" | ", number, measure, must, aim, seen, model, verdict)
                        + " |\n");
    }

    void write(String introduction) {
        StringBuilder page = new StringBuilder(introduction);
        page.append("\n## The goals\n\n");
        page.append("| # | measure | must | aim | seen | memberlist model | outcome |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        goals.stream().sorted((a, b) -> Double.compare(number(a), number(b))).forEach(page::append);
        page.append(sections);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("simulation-report.md"), page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(String goal) {
        return Double.parseDouble(
                goal.split("\\|")[1].replaceAll("[^0-9]", " ").trim().split(" ")[0]);
    }

    /** A table in the section that is being written. */
    final class Table {
        private final int columns;

        private Table(String... header) {
            columns = header.length;
            sections.append('\n');
            row((Object[]) header);
            sections.append("|").append("---|".repeat(columns)).append('\n');
        }

        Table row(Object... cells) {
            if (cells.length != columns) {
                throw new IllegalArgumentException(cells.length + " cells, not " + columns);
            }
            sections.append('|');
            for (Object cell : cells) {
                sections.append(' ').append(text(cell)).append(" |");
            }
            sections.append('\n');
            return this;
        }

        private String text(Object cell) {
            return cell instanceof Double number ? Spread.text(number) : String.valueOf(cell);
        }
    }
}
