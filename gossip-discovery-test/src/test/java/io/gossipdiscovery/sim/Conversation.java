package io.gossipdiscovery.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of commands with what follows from them. Commands stand one a line; below {@code ----}
 * stands the transcript, up to an empty line. Lines that begin with {@code #} are for the reader.
 */
record Conversation(List<Block> blocks) {
    private static final String RULE = "----";

    /** Some commands, with the comments between them, and their transcript. */
    record Block(List<String> commands, List<String> transcript) {
        private List<String> played() {
            return commands.stream().filter(line -> !isComment(line)).toList();
        }

        private static boolean isComment(String line) {
            return line.isBlank() || line.startsWith("#");
        }
    }

    static Conversation read(Path file) throws IOException {
        return of(Files.readAllLines(file));
    }

    static Conversation of(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<String> transcript = null;
        for (String line : lines) {
            if (transcript == null && line.equals(RULE)) {
                transcript = new ArrayList<>();
            } else if (transcript == null) {
                commands.add(line);
            } else if (line.isEmpty()) {
                blocks.add(new Block(commands, transcript));
                commands = new ArrayList<>();
                transcript = null;
            } else {
                transcript.add(line);
            }
        }
        blocks.add(new Block(commands, transcript == null ? List.of() : transcript));
        return new Conversation(blocks);
    }

    /** The same commands with what follows from them today. */
    Conversation played() {
        Stage stage = new Stage();
        List<Block> played = new ArrayList<>();
        for (Block block : blocks) {
            played.add(new Block(block.commands(), stage.play(block.played())));
        }
        return new Conversation(played);
    }

    List<String> text() {
        List<String> text = new ArrayList<>();
        for (Block block : blocks) {
            if (!text.isEmpty()) {
                text.add("");
            }
            text.addAll(block.commands());
            text.add(RULE);
            text.addAll(block.transcript());
        }
        return text;
    }

    /**
     * What is in one text and not in the other, line by line: {@code -} expected and missing,
     * {@code +} there and not expected. Empty where they are the same.
     */
    static List<String> difference(List<String> expected, List<String> actual) {
        int[][] common = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                common[i][j] =
                        expected.get(i).equals(actual.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> difference = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean hasBoth = i < expected.size() && j < actual.size();
            if (hasBoth && expected.get(i).equals(actual.get(j))) {
                i++;
                j++;
            } else if (j == actual.size()
                    || i < expected.size() && common[i + 1][j] >= common[i][j + 1]) {
                difference.add("- " + (i + 1) + ": " + expected.get(i++));
            } else {
                difference.add("+ " + (j + 1) + ": " + actual.get(j++));
            }
        }
        return difference;
    }
}
