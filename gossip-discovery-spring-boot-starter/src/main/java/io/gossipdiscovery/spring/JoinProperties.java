package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What the start waits for.
 *
 * @param required Whether the application only starts once another node was reached. Otherwise it
 *     starts alone where it must, and keeps trying.
 * @param timeout How long the start waits for the first other node, where one is required.
 */
public record JoinProperties(
        @DefaultValue("false") boolean required, @DefaultValue("30s") Duration timeout) {
    static final JoinProperties DEFAULT = new JoinProperties(false, Duration.ofSeconds(30));
}
