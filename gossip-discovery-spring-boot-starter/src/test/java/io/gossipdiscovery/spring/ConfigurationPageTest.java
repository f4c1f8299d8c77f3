package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.json.JsonParserFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether {@code docs/configuration.md} tells of every setting, and of its default. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern NAME = Pattern.compile("`(gossip\\.discovery)?(\\.[a-z.-]+)");
    private static final Path README = Path.of("../README.md");
    private static final Pattern FULL_NAME =
            Pattern.compile("gossip\\.discovery(\\.[a-z][a-z-]*)+(?![a-z*])");
    private static final int NAMES = 1;

    /** Behind the name: three defaults and the meaning. */
    private static final int CELLS_OF_A_TIMING = 4;

    private final Map<String, List<String>> page = page();
    private final Map<String, Object> defaults = defaults();

    @Test
    void everySettingStandsThereAndNoOther() {
        assertThat(page.keySet()).isEqualTo(defaults.keySet());
    }

    @Test
    void otherPagesNameNoSettingThatIsNone() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> pages = Files.list(PAGE.getParent())) {
            for (Path page : Stream.concat(pages, Stream.of(README)).toList()) {
                if (page.toString().endsWith(".md")) {
                    FULL_NAME
                            .matcher(Files.readString(page))
                            .results()
                            .map(MatchResult::group)
                            .forEach(named::add);
                }
            }
        }
        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(defaults.keySet()).anyMatch(s -> isOf(s, name)));
    }

    /** Whether it is that setting, or what several have in common. */
    private static boolean isOf(String setting, String name) {
        return setting.equals(name) || setting.startsWith(name + ".");
    }

    @Test
    void defaultsAreThoseThatAreBound() {
        Map<String, String> told = new TreeMap<>();
        Map<String, String> bound = new TreeMap<>();
        page.forEach(
                (name, cells) -> {
                    boolean isLiteral = cells.get(0).matches("`[^`]+`");
                    if (isLiteral && defaults.get(name) != null) {
                        told.put(name, cells.get(0));
                        bound.put(name, "`" + defaults.get(name) + "`");
                    }
                });
        assertThat(told).hasSizeGreaterThan(5).isEqualTo(bound);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void timingsAreThoseOfThePreset(int column, GossipConfig preset)
            throws ReflectiveOperationException {
        Map<String, String> told = new TreeMap<>();
        Map<String, String> set = new TreeMap<>();
        for (Map.Entry<String, List<String>> row : page.entrySet()) {
            if (row.getValue().size() == CELLS_OF_A_TIMING) {
                told.put(row.getKey(), row.getValue().get(column));
                set.put(row.getKey(), text(value(preset, row.getKey())));
            }
        }
        assertThat(told).hasSizeGreaterThan(20).isEqualTo(set);
    }

    static Stream<Arguments> presets() {
        return Stream.of(
                Arguments.of(0, Named.of("local", GossipConfig.local().build())),
                Arguments.of(1, Named.of("lan", GossipConfig.lan().build())),
                Arguments.of(2, Named.of("wan", GossipConfig.wan().build())));
    }

    /** The value of {@code gossip.discovery.probe.health-ceiling}, say. */
    private static Object value(GossipConfig config, String name)
            throws ReflectiveOperationException {
        Object value = config;
        for (String part : name.substring(PREFIX.length() + 1).split("\\.")) {
            String component =
                    Pattern.compile("-(.)")
                            .matcher(part)
                            .replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
            value = value.getClass().getMethod(component).invoke(value);
        }
        return value;
    }

    /** As the page writes it. */
    private static String text(Object value) {
        if (value instanceof Duration time) {
            long millis = time.toMillis();
            return millis < 1_000
                    ? millis + " ms"
                    : millis < 60_000
                            ? number(millis / 1e3) + " s"
                            : millis < 3_600_000
                                    ? number(millis / 60e3) + " min"
                                    : number(millis / 3_600e3) + " h";
        }
        return value instanceof Number number
                ? number(number.doubleValue())
                : value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String number(double value) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }

    /** What stands in the tables: the full name, and the cells behind it. */
    private static Map<String, List<String>> page() {
        Map<String, List<String>> page = new TreeMap<>();
        for (String line : lines()) {
            List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (line.startsWith("|")) {
                NAME.matcher(cells.get(NAMES))
                        .results()
                        .map(ConfigurationPageTest::fullName)
                        .forEach(name -> page.put(name, cells.subList(NAMES + 1, cells.size())));
            }
        }
        return page;
    }

    /** A map's name ends with a dot and a star. */
    private static String fullName(MatchResult name) {
        return PREFIX + name.group(2).replaceAll("\\.$", "");
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All settings of ours with their defaults, or null where there is none. */
    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new TreeMap<>();
        try (InputStream in =
                GossipDiscoveryProperties.class.getResourceAsStream(
                        "/META-INF/spring-configuration-metadata.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Object properties = JsonParserFactory.getJsonParser().parseMap(json).get("properties");
            for (Object entry : (List<?>) properties) {
                Map<?, ?> property = (Map<?, ?>) entry;
                String name = (String) property.get("name");
                if (name.startsWith(PREFIX + ".")) {
                    defaults.put(name, property.get("defaultValue"));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return defaults;
    }
}
