package io.gossipdiscovery.spring.cloud;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.event.KeyValuePair;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Keeps the key-value pairs of log lines, as structured logging reads them. */
final class LinesWithFacts extends AppenderBase<ILoggingEvent> {
    private final List<Map<String, String>> facts = new CopyOnWriteArrayList<>();

    /** The pairs of each line that has some, in order. */
    List<Map<String, String>> facts() {
        return facts;
    }

    @Override
    protected void append(ILoggingEvent line) {
        List<KeyValuePair> pairs = line.getKeyValuePairs();
        if (pairs != null) {
            facts.add(
                    pairs.stream()
                            .collect(Collectors.toMap(pair -> pair.key, pair -> "" + pair.value)));
        }
    }
}
