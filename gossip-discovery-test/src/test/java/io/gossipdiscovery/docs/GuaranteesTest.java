package io.gossipdiscovery.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every guarantee in {@code docs/guarantees.md} names tests that keep it, as {@code Class#method};
 * they exist, and run.
 */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GUARANTEES = ROOT.resolve("docs/guarantees.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");

    @Test
    void everyGuaranteeNamesATest() throws IOException {
        assertThat(guarantees()).hasSizeGreaterThan(10);
        guarantees()
                .forEach(
                        (title, text) ->
                                assertThat(TEST.matcher(text).find())
                                        .as("'%s' names a test", title)
                                        .isTrue());
    }

    @Test
    void everyNamedTestExistsAndRuns() throws IOException {
        Map<String, List<String>> sources = testSources();
        guarantees().forEach((title, text) -> checkTests(title, text, sources));
    }

    @Test
    void everyGuaranteeSaysWhatItRestsOnAndWhatIsNotPromised() throws IOException {
        guarantees()
                .forEach(
                        (title, text) ->
                                assertThat(text)
                                        .as(title)
                                        .contains("*Rests on:*", "*Not promised:*", "*Kept by:*"));
    }

    @Test
    void whatIsLinkedIsThere() throws IOException {
        Matcher links = LINK.matcher(Files.readString(GUARANTEES));
        while (links.find()) {
            assertThat(GUARANTEES.resolveSibling(links.group(1))).exists();
        }
    }

    @Test
    void aTestThatIsMissingOrSwitchedOffIsNoticed() {
        String on = "class T {\n    @Test\n    void runs() {\n    }\n";
        String off = "\n    @Disabled\n    @Test\n    void rests() {\n    }\n";
        String none = "\n    void helps() {\n    }\n}\n";
        List<String> source = List.of(on + off + none);
        assertThat(complaint("runs", source)).isEmpty();
        assertThat(complaint("rests", source)).isEqualTo("is switched off");
        assertThat(complaint("helps", source)).isEqualTo("is no test");
        assertThat(complaint("gone", source)).isEqualTo("does not exist");
        assertThat(complaint("runs", List.of("@Disabled\n" + on))).isEqualTo("is switched off");
    }

    private static void checkTests(String title, String text, Map<String, List<String>> sources) {
        Matcher named = TEST.matcher(text);
        while (named.find()) {
            List<String> found = sources.getOrDefault(named.group(1), List.of());
            assertThat(complaint(named.group(2), found))
                    .as("%s, named by '%s'", named.group(), title)
                    .isEmpty();
        }
    }

    /** What is wrong with a test method that is looked for in the files of a class's name. */
    private static String complaint(String method, List<String> sources) {
        String complaint = "does not exist";
        for (String source : sources) {
            int at = source.indexOf(" void " + method + "(");
            if (at < 0) {
                continue;
            }
            String annotations = source.substring(source.lastIndexOf("\n\n", at) + 1, at);
            int body = Math.max(annotations.lastIndexOf("}\n"), annotations.lastIndexOf(" {\n"));
            annotations = annotations.substring(body + 1);
            String ofTheClass = source.substring(0, source.indexOf("class "));
            if (annotations.contains("@Disabled") || ofTheClass.contains("@Disabled")) {
                return "is switched off";
            }
            boolean isTest = annotations.contains("Test") || annotations.contains("@Seeds(");
            complaint = isTest ? "" : "is no test";
        }
        return complaint;
    }

    /** The text below each second heading, up to the next. */
    private static Map<String, String> guarantees() throws IOException {
        Map<String, String> guarantees = new TreeMap<>();
        String[] parts = Files.readString(GUARANTEES).split("(?m)^## ");
        for (int i = 1; i < parts.length; i++) {
            guarantees.put(parts[i].lines().findFirst().orElseThrow(), parts[i]);
        }
        return guarantees;
    }

    /** The sources of all modules' tests, by the name of the class. */
    private static Map<String, List<String>> testSources() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> sources = Files.walk(tests)) {
                        sources.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        return files.stream()
                .collect(
                        Collectors.groupingBy(
                                file -> file.getFileName().toString().replace(".java", ""),
                                Collectors.mapping(GuaranteesTest::text, Collectors.toList())));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
