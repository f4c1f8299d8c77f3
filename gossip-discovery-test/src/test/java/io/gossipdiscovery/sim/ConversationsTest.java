package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The protocol's sub-plays, as texts in {@code src/test/resources/conversations}: what is said
 * there is said. {@code -Dconversations.rewrite=true} writes down what is said today; the
 * difference is then read like any other change.
 */
class ConversationsTest {
    private static final Path FOLDER = Path.of("src/test/resources/conversations");
    private static final Path PROTOCOL = Path.of("../docs/protocol.md");
    private static final int MOST_LINES = 60;

    @ParameterizedTest
    @MethodSource("files")
    void theyGoAsWrittenDown(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file);
        List<String> actual = Conversation.of(expected).played().text();
        if (Boolean.getBoolean("conversations.rewrite")) {
            Files.write(file, actual);
            return;
        }
        assertThat(Conversation.difference(expected, actual))
                .as("%s; -Dconversations.rewrite=true writes it anew", file.getFileName())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theyCanBeReadAtAGlanceAndSayWhatTheyAreAbout(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("# ");
        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(Files.readString(PROTOCOL))
                .as("linked from the protocol's page")
                .contains("conversations/" + file.getFileName());
    }

    @Test
    void aLineThatDiffersIsFound() {
        List<String> lines = List.of("cluster 1 seed=1", "start a", "----", "0ms a starts twice");
        assertThat(Conversation.difference(lines, Conversation.of(lines).played().text()))
                .containsExactly("- 4: 0ms a starts twice", "+ 4:    0ms a starts");
    }

    @Test
    void aTextIsReadAndWrittenToTheLetter() throws IOException {
        for (Path file : files().toList()) {
            assertThat(Conversation.read(file).text()).isEqualTo(Files.readAllLines(file));
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return new ArrayList<>(
                            files.filter(f -> f.toString().endsWith(".txt")).sorted().toList())
                    .stream();
        }
    }
}
