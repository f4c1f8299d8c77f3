package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Several sources of seeds as one. All are asked at the same time. A source that fails, or does not
 * answer within {@value AskedSeed#PATIENCE_MILLIS} ms, hides none of the others: it is logged when
 * it begins to fail and when it is back, and what it said last stays.
 *
 * <p>Look-ups of addresses go through the JVM, which caches answers (30 s by default, failures 10
 * s).
 */
public final class Seeds implements SeedSource {
    private static final String SRV = "srv:";
    private static final String FILE = "file:";

    private final List<AskedSeed> sources;

    /** The sources, each of which shows in the log with its {@code toString}. */
    public Seeds(List<? extends SeedSource> sources) {
        this(sources, source -> !(source instanceof HostSeed host && host.isFixed()));
    }

    private Seeds(List<? extends SeedSource> sources, Predicate<SeedSource> isApart) {
        this.sources =
                sources.stream()
                        .map(source -> new AskedSeed(source, isApart.test(source)))
                        .toList();
    }

    /** Seeds that are asked one after the other on the caller's thread. */
    static Seeds inTurn(List<? extends SeedSource> sources) {
        return new Seeds(sources, source -> false);
    }

    /** That source as one of several. */
    static Seeds of(SeedSource source) {
        return source instanceof Seeds seeds ? seeds : new Seeds(List.of(source));
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
        return sources.stream().map(AskedSeed::answer).toList();
    }

    @Override
    public List<Address> resolve() {
        Set<Address> found = new LinkedHashSet<>();
        sources.forEach(AskedSeed::ask);
        long deadline = deadline();
        sources.forEach(asked -> found.addAll(asked.take(deadline)));
        return List.copyOf(found);
    }

    @Override
    public boolean isFixed() {
        return sources.stream().allMatch(AskedSeed::isFixed);
    }

    @Override
    public boolean hasChanged() {
        long deadline = deadline();
        return sources.stream().anyMatch(asked -> asked.hasChanged(deadline));
    }

    /** Interrupts the sources that still owe an answer. Any thread. */
    void interrupt() {
        sources.forEach(AskedSeed::interrupt);
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AskedSeed.PATIENCE_MILLIS);
    }

    @Override
    public String toString() {
        return sources.toString();
    }
}
