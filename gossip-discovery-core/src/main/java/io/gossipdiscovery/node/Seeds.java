package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Several sources of seeds as one. A source that fails hides none of the others: it is logged when
 * it begins to fail and when it is back, and what it said last stays.
 *
 * <p>Look-ups of addresses go through the JVM, which caches answers (30 s by default, failures 10
 * s).
 */
public final class Seeds implements SeedSource {
    private static final String SRV = "srv:";
    private static final String FILE = "file:";

    private static final Logger log = LoggerFactory.getLogger(Seeds.class);

    private final List<Asked> sources;

    /** The sources, each of which shows in the log with its {@code toString}. */
    public Seeds(List<? extends SeedSource> sources) {
        this.sources = sources.stream().map(Asked::new).toList();
    }

    /**
     * What a source said last.
     *
     * @param source its text in the configuration, or its {@code toString}
     * @param addresses what it told when it last told something
     * @param failure why it tells nothing now, or empty
     */
    public record Answer(String source, List<Address> addresses, String failure) {}

    /**
     * Reads what a configuration says of seeds. Nothing is looked up yet.
     *
     * @throws IllegalArgumentException naming the text that is none of the forms of {@link
     *     #parse(String)}
     */
    public static Seeds parse(List<String> texts) {
        return new Seeds(texts.stream().map(Seeds::parse).toList());
    }

    /**
     * Reads one seed. Nothing is looked up yet.
     *
     * <ul>
     *   <li>{@code host:port}: an IP literal, or a name of which every address is a seed;
     *   <li>{@code srv:name}: hosts and ports of the DNS records SRV of that full name;
     *   <li>{@code file:path}: one of the above in each line of a file, which is read again when it
     *       changed. What begins with {@code #} is a comment.
     * </ul>
     *
     * @throws IllegalArgumentException where the text is none of them
     */
    public static SeedSource parse(String text) {
        if (text.startsWith(FILE)) {
            return new FileSeed(text.substring(FILE.length()));
        }
        return parseName(text);
    }

    /** As {@link #parse(String)}, without files. */
    static SeedSource parseName(String text) {
        return text.startsWith(SRV) ? new SrvSeed(text.substring(SRV.length())) : HostSeed.of(text);
    }

    /** What each source said last; empty before it was asked. Any thread. */
    public List<Answer> answers() {
        return sources.stream().map(asked -> asked.answer).toList();
    }

    @Override
    public List<Address> resolve() {
        Set<Address> found = new LinkedHashSet<>();
        sources.forEach(asked -> found.addAll(asked.again()));
        return List.copyOf(found);
    }

    @Override
    public boolean isFixed() {
        return sources.stream().allMatch(Asked::isFixed);
    }

    @Override
    public boolean hasChanged() {
        return sources.stream().anyMatch(Asked::hasChanged);
    }

    @Override
    public String toString() {
        return sources.toString();
    }

    /** Written on the seeds' thread, read by any. */
    private static final class Asked {
        private final SeedSource source;
        private volatile Answer answer;

        Asked(SeedSource source) {
            this.source = source;
            this.answer = new Answer(source.toString(), List.of(), "");
        }

        List<Address> again() {
            boolean wasFailing = isFailing();
            try {
                List<Address> found = List.copyOf(source.resolve());
                answer = new Answer(answer.source(), found, "");
                if (wasFailing) {
                    log.atInfo()
                            .addKeyValue("seed", answer.source())
                            .log("Seed {} is found again", answer.source());
                }
            } catch (RuntimeException | LinkageError e) { // may be the application's code
                answer = new Answer(answer.source(), answer.addresses(), reason(e));
                if (!wasFailing) {
                    log.atWarn()
                            .addKeyValue("seed", answer.source())
                            .log("Seed {} cannot be found: {}", answer.source(), answer.failure());
                    log.debug("Seed {} cannot be found", answer.source(), e);
                }
            }
            return answer.addresses();
        }

        boolean isFixed() {
            return source.isFixed() && !isFailing();
        }

        boolean hasChanged() {
            try {
                return source.hasChanged();
            } catch (RuntimeException | LinkageError e) {
                return true; // it is asked, and its failure told, like any other
            }
        }

        private boolean isFailing() {
            return !answer.failure().isEmpty();
        }

        private static String reason(Throwable e) {
            String message = e.getMessage();
            return message == null || message.isBlank() ? e.getClass().getName() : message;
        }

        @Override
        public String toString() {
            return answer.source();
        }
    }
}
