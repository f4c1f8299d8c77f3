package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.Explanation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Why a node believes what it believes of another, as the endpoint tells it. Names of fields are
 * kept.
 *
 * @param address whom it is about
 * @param state what is believed now, or null where nothing is
 * @param lines the whole account in words
 * @param entries the same, one by one, the oldest first
 */
public record ExplanationReport(
        String address, @Nullable Status state, List<String> lines, List<Entry> entries) {

    /**
     * One thing that happened.
     *
     * @param life whose life it was about, as the log writes it
     * @param ageMillis how long ago it was
     * @param localHealth how well this node did itself at that time, 0 is healthy
     */
    public record Entry(
            Explanation.Kind kind, String life, long ageMillis, int localHealth, String account) {}

    static ExplanationReport of(Explanation why) {
        return new ExplanationReport(
                why.about().toString(),
                why.belief().map(belief -> belief.status()).orElse(null),
                why.lines(),
                why.entries().stream().map(entry -> of(why, entry)).toList());
    }

    private static Entry of(Explanation why, Explanation.Entry entry) {
        return new Entry(
                entry.kind(),
                entry.life().toString(),
                TimeUnit.NANOSECONDS.toMillis(why.atNanos() - entry.atNanos()),
                entry.localHealth(),
                entry.account());
    }
}
